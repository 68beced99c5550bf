import { createSocket, type Socket } from 'node:dgram'
import { isIP } from 'node:net'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Feed, Intake } from '@holdfast/engine/intake'
import { CODECS } from '@holdfast/formats/catalogue'
import type { CodecOptions } from '@holdfast/formats/codec'
import type { FeedOf, Report, UdpWay, Way } from '../ways/index.ts'
import { addressOf, bindFault, messageOf } from './faults.ts'
import { Gathering, type LossReason } from './gathering.ts'
import { kernelDrops } from './kernel-drops.ts'
import { GATHER_MS, LOSSES_MS, PUSH_BYTES_MAX, RECEIVE_BUFFER_BYTES } from './limits.ts'
import { Seldom } from './seldom.ts'

const LOST: Readonly<Record<LossReason, string>> = {
  overrun:
    'came faster than they could be taken; spread them over several ways, or send less often',
  oversized: 'were longer than a datagram can be and may have been cut; send shorter ones',
  'not-taken': 'could not be made durable',
}

/** Listens for datagrams and brings them to one feed, which has the way's id. */
export async function startUdp(
  spec: UdpWay,
  intake: Intake,
  report: Report,
): Promise<Way | Refused> {
  const faulty = groupFault(spec)
  if (faulty !== null) return { refused: `${spec.id}: ${faulty}` }
  const { format, source } = spec.feed
  const options = wholeDatagrams(spec.feed)
  const feed = await intake.open({ id: spec.id, channel: 'udp', format, options, source })
  if (isRefused(feed)) return { refused: `${spec.id}: ${feed.refused}` }
  const listener = new UdpListener(spec, { intake, feed, report })
  const fault = await listener.bind()
  if (fault === null) return listener
  await intake.close(spec.id)
  return { refused: `${spec.id}: ${fault}` }
}

// Formats that can be cut by the datagram or by their content are cut by the datagram here, unless the operator says.
function wholeDatagrams({ format, options }: FeedOf): CodecOptions {
  const codec = CODECS.get(format)
  if (codec === undefined || !Object.hasOwn(codec.options, 'framing')) return options
  if (options['framing'] !== undefined) return options
  const whole = { ...options, framing: 'datagram' }
  return isRefused(codec.decoder(whole)) ? options : whole
}

function groupFault({ host, group }: UdpWay): string | null {
  if (isIP(host) === 0)
    return `${JSON.stringify(host)} is no IP address; give one of this machine, or 0.0.0.0 for all`
  if (group === null) return null
  const isMulticast =
    isIP(group) === 4 ? /^2(?:2[4-9]|3\d)\./.test(group) : /^ff/iu.test(group) && isIP(group) === 6
  if (!isMulticast)
    return `${JSON.stringify(group)} is no multicast group; give one in 224.0.0.0/4 or ff00::/8`
  return isIP(group) === isIP(host)
    ? null
    : `the group ${group} and the host ${host} are not of one family; give both as IPv4 or both as IPv6`
}

interface Ports {
  readonly intake: Intake
  readonly feed: Feed
  readonly report: Report
}

class UdpListener implements Way {
  readonly #spec: UdpWay
  readonly #intake: Intake
  readonly #feed: Feed
  readonly #seldom: Seldom
  readonly #family: 4 | 6
  readonly #socket: Socket
  readonly #gathering = new Gathering()
  readonly #losses: NodeJS.Timeout
  #gatherTimer: NodeJS.Timeout | null = null
  #pumping: Promise<void> | null = null
  #telling: Promise<void> | null = null
  #port = 0
  #kernelDrops = 0
  #isOpen = false
  #isTaken = true
  #lastError: string | null = null
  #closing: Promise<void> | null = null

  constructor(spec: UdpWay, { intake, feed, report }: Ports) {
    this.#spec = spec
    this.#intake = intake
    this.#feed = feed
    this.#seldom = new Seldom(report)
    this.#family = isIP(spec.host) === 6 ? 6 : 4
    this.#socket = createSocket({ type: `udp${this.#family}`, reuseAddr: spec.group !== null })
    this.#losses = setInterval(() => {
      this.#telling ??= this.#tellLosses().finally(() => {
        this.#telling = null
      })
    }, LOSSES_MS)
  }

  /** Binds the socket and joins the group; why not, where it cannot. */
  async bind(): Promise<string | null> {
    const { host, port, group } = this.#spec
    // Bound to the group, the socket hears the group alone; Windows binds to no group.
    const address = group === null ? host : process.platform === 'win32' ? undefined : group
    try {
      await new Promise<void>((resolve, reject) => {
        this.#socket.once('error', reject)
        this.#socket.bind({ port, ...(address === undefined ? {} : { address }) }, resolve)
      })
      this.#socket.removeAllListeners('error')
    } catch (error) {
      return this.#unbound(bindFault(error, host, port))
    }
    try {
      if (group !== null)
        this.#socket.addMembership(group, /^[0.:]+$/.test(host) ? undefined : host)
    } catch (error) {
      return this.#unbound(
        `the group ${group} cannot be joined at ${host}: ${messageOf(error)}; give as host the address of the interface that it comes in by`,
      )
    }
    this.#port = this.#socket.address().port
    this.#isOpen = true
    this.#askForBuffer()
    this.#socket.on('message', (datagram) => this.#take(datagram))
    this.#socket.on('error', (error) => this.#fail('socket', messageOf(error)))
    return null
  }

  #unbound(fault: string): string {
    clearInterval(this.#losses)
    this.#socket.close()
    return fault
  }

  #askForBuffer(): void {
    try {
      this.#socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES)
    } catch {
      // What was had is told below.
    }
    const had = this.#socket.getRecvBufferSize()
    if (had < RECEIVE_BUFFER_BYTES)
      this.#seldom.say(
        'buffer',
        `${this.#spec.id}: the system gives ${had} bytes of receive buffer where ${RECEIVE_BUFFER_BYTES} were asked; set net.core.rmem_max higher where datagrams come in bursts`,
      )
  }

  #take(datagram: Uint8Array): void {
    this.#gathering.add(datagram)
    if (this.#pumping !== null) return
    if (this.#gathering.bytes >= PUSH_BYTES_MAX) this.#pump()
    else this.#gatherTimer ??= setTimeout(() => this.#pump(), GATHER_MS)
  }

  #pump(): void {
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer)
    this.#gatherTimer = null
    this.#pumping ??= this.#pushAll().finally(() => {
      this.#pumping = null
    })
  }

  async #pushAll(): Promise<void> {
    while (this.#gathering.size > 0) {
      const datagrams = this.#gathering.next()
      try {
        await this.#feed.push(datagrams)
        this.#isTaken = true
      } catch (error) {
        this.#isTaken = false
        const bytes = datagrams.reduce((sum, { length }) => sum + length, 0)
        this.#gathering.lose('not-taken', { datagrams: datagrams.length, bytes })
        this.#fail('push', messageOf(error))
      }
    }
  }

  async #tellLosses(): Promise<void> {
    const drops = this.#isOpen ? await kernelDrops(this.#port, this.#family) : null
    if (drops !== null && drops > this.#kernelDrops) {
      this.#gathering.lose('overrun', { datagrams: drops - this.#kernelDrops, bytes: 0 })
      this.#kernelDrops = drops
    }
    for (const [reason, { datagrams, bytes }] of this.#gathering.losses()) {
      const detail = `${datagrams} datagrams ${LOST[reason]}`
      this.#fail(reason, detail)
      await this.#feed
        .lose(reason, detail, bytes, datagrams)
        .catch((error: unknown) => this.#fail('loss', messageOf(error)))
    }
  }

  #fail(kind: string, text: string): void {
    this.#lastError = text
    this.#seldom.say(kind, `${this.#spec.id}: ${text}`)
  }

  status = (): ReturnType<Way['status']> => {
    const { id, kind, host, group } = this.#spec
    const at = `udp ${addressOf(group ?? host, this.#port)}`
    return {
      id,
      kind,
      where: group === null ? at : `${at} (multicast, joined at ${host})`,
      isUp: this.#isOpen && this.#isTaken,
      peers: 0,
      lastError: this.#lastError,
    }
  }

  close = (): Promise<void> => {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearInterval(this.#losses)
    await this.#telling
    await this.#tellLosses()
    this.#isOpen = false
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve)
    })
    this.#pump()
    await this.#pumping
    await this.#tellLosses()
    await this.#intake.close(this.#spec.id)
  }
}
