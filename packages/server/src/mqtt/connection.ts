/**
 * One socket of the broker, and what may be read from it. The library reads as long as it is called; here is decided whether
 * there is something to read: nothing while too much of this client, of its address or of all is under way. Then the
 * socket fills up and TCP tells the sender to wait.
 */
import type { Socket } from 'node:net'
import { Frames } from './frames.ts'
import type { BrokerLimits } from './limits.ts'
import type { Room } from './room.ts'

/** Packets that are handed to the library at once. */
const PACKETS_AT_ONCE_MAX = 256
/** Bytes of a packet that is no message: a CONNECT with its names, or a SUBSCRIBE. */
const OTHER_BYTES_MAX = 65_536

/** What a connection works with. */
export interface ConnectionPorts {
  readonly room: Room
  readonly limits: BrokerLimits
  /** The client broke a rule for which there is no answer in MQTT 3.1.1: it is to be closed. */
  readonly fault: (text: string) => void
}

/** A socket whose messages are counted from their first byte until they are settled. */
export class Connection {
  readonly socket: Socket
  readonly address: string
  readonly #ports: ConnectionPorts
  readonly #frames: Frames
  /** Bytes of messages that began and were not yet handed over, in their order. */
  readonly #begun: number[] = []
  readonly #underWay = { messages: 0, bytes: 0 }
  #pending: Uint8Array | null = null
  #packetsLeft = 0
  #isStopped = false
  #timer: NodeJS.Timeout | null = null
  #beganMs = 0
  readonly #nudge = (): void => {
    // The library listens for it and reads again.
    setImmediate(() => {
      if (!this.#isStopped && !this.socket.destroyed) this.socket.emit('readable')
    })
  }

  constructor(socket: Socket, ports: ConnectionPorts) {
    this.socket = socket
    this.address = socket.remoteAddress ?? ''
    this.#ports = ports
    this.#frames = new Frames({
      mayBegin: (isPublish) => this.#mayBegin(isPublish),
      begins: (isPublish, bytes) => this.#begins(isPublish, bytes),
    })
    const read = socket.read.bind(socket)
    // A read of 0 bytes is the stream's own: it asks the system for more.
    socket.read = (size?: number) => (size === 0 ? read(0) : this.#read(read))
    socket.once('close', () => this.#close())
  }

  /** Messages that were begun and not yet settled. */
  get messages(): number {
    return this.#underWay.messages
  }

  /** A message came in full; the answer is called once it is settled. */
  came(): () => void {
    const bytes = this.#begun.shift() ?? 0
    let isSettled = false
    return () => {
      if (isSettled) return
      isSettled = true
      this.#leave(bytes)
    }
  }

  /** Nothing more is read. */
  stop(): void {
    this.#isStopped = true
    this.#ports.room.forget(this.#nudge)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #read(next: () => unknown): Uint8Array | null {
    if (this.#isStopped) return null
    const chunk = this.#pending ?? next()
    this.#pending = null
    if (!(chunk instanceof Uint8Array)) return null
    this.#packetsLeft = PACKETS_AT_ONCE_MAX
    const walked = this.#frames.walk(chunk)
    if ('fault' in walked) {
      this.stop()
      this.#ports.fault(walked.fault)
      return null
    }
    this.#watch(this.#ports.limits.messageMs)
    if (walked.upTo === chunk.length) return chunk
    this.#pending = chunk.subarray(walked.upTo)
    return walked.upTo === 0 ? null : chunk.subarray(0, walked.upTo)
  }

  #mayBegin(isPublish: boolean): boolean {
    if (this.#packetsLeft === 0) return false
    const { room, limits } = this.#ports
    const isFull =
      this.#underWay.messages >= limits.messagesOfClientMax ||
      this.#underWay.bytes >= limits.bytesOfClientMax ||
      !room.hasRoom(this.address)
    if (isPublish && isFull) {
      room.whenLeft(this.#nudge)
      return false
    }
    this.#packetsLeft -= 1
    this.#beganMs = performance.now()
    return true
  }

  #begins(isPublish: boolean, bytes: number): string | null {
    const { room, limits } = this.#ports
    const bytesMax = isPublish ? limits.messageBytesMax : OTHER_BYTES_MAX
    if (bytes > bytesMax)
      return `a ${isPublish ? 'message' : 'packet'} of ${bytes} bytes; send at most ${bytesMax} at once`
    if (!isPublish) return null
    this.#begun.push(bytes)
    this.#underWay.messages += 1
    this.#underWay.bytes += bytes
    room.enter(this.address, bytes)
    return null
  }

  #leave(bytes: number): void {
    this.#underWay.messages -= 1
    this.#underWay.bytes -= bytes
    this.#ports.room.leave(this.address, bytes)
  }

  // A message that is begun and never ended would hold its room for ever.
  #watch(inMs: number): void {
    if (!this.#frames.isInside || this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (!this.#frames.isInside) return
      const { messageMs } = this.#ports.limits
      const leftMs = this.#beganMs + messageMs - performance.now()
      // While other messages of it are under way it is we who do not read.
      if (leftMs > 0 || this.#underWay.messages > 1) this.#watch(Math.max(leftMs, messageMs / 2))
      else {
        this.stop()
        this.#ports.fault(`a message did not come in full within ${messageMs} ms`)
      }
    }, inMs).unref()
  }

  #close(): void {
    this.stop()
    for (const bytes of this.#begun.splice(0)) this.#leave(bytes)
  }
}
