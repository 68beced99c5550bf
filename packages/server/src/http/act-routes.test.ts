/**
 * Goal: one key on two hundred rows is one act to the limit, each of its commands keeps its own entry and refusal, and what
 * comes after it is taken as before; an act beyond its bound is refused whole. Method: the least engine behind a real
 * server for the answers and the limits; a real deployment for 200 incidents opened and dismissed at once, and beyond.
 */
import { rmSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { shippedAgreement } from '@holdfast/engine/shipped'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeServers, expectProblem, start } from '../../../../tests/support/http-server.ts'
import { newDir } from '../../../../tests/support/small-deployment.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { ACT_COMMANDS_MAX, LIMITS } from './limits.ts'

afterAll(closeServers)

const say = (step: string, more: object = {}): object => ({ command: { step, ...more } })

const many = (count: number): object => ({
  commands: Array.from({ length: count }, () => say('refused')),
})

describe('the answers of an act', () => {
  it('are in order, one for each; what is refused stops no other, and the opened incident is named', async () => {
    const { engine, login, post } = await start()
    const cookie = await login('monitor')
    const commands = [
      say('verify', { type: 'openIncident' }),
      { ...say('verify', { type: 'dismiss' }), onOpened: true },
      say('refused'),
      { ...say('verify', { type: 'dismiss' }), onOpened: true },
      say('missing'),
    ]
    const answer = await post('/api/v1/acts', cookie, { commands })
    expect(answer.status).toBe(200)
    const recorded = { entries: [{ index: 7, kind: 'verify.incident-opened', atMs: 1 }] }
    expect(answer.json()).toEqual({
      answers: [
        recorded,
        recorded,
        { refused: 'the quorum is not met; two more nations must sign', status: 422 },
        { refused: expect.stringContaining('opened no incident') as string, status: 409 },
        { refused: 'there is no such incident', status: 404 },
      ],
    })
    expect(engine.commands).toEqual([
      { step: 'verify', type: 'openIncident' },
      { step: 'verify', type: 'dismiss', incident: 'I-7' },
      { step: 'refused' },
      { step: 'missing' },
    ])
  })

  it('are none for who is nobody, for no command, for one too many, and for what is no command', async () => {
    const { engine, login, post } = await start()
    const cookie = await login('monitor')
    expectProblem(await post('/api/v1/acts', '', many(1)), 401, 'log in first')
    for (const wrong of [
      many(0),
      many(ACT_COMMANDS_MAX + 1),
      {},
      { commands: [{ step: 'verify' }] },
    ])
      expectProblem(await post('/api/v1/acts', cookie, wrong), 400, 'body')
    expect(engine.commands).toEqual([])
    expect((await post('/api/v1/acts', cookie, many(ACT_COMMANDS_MAX))).status).toBe(200)
  })

  it('counts once, beside the commands and not among them', async () => {
    const perMinute = { ...LIMITS.perMinute, commands: 1, acts: 2 }
    const { login, post } = await start({ perMinute })
    const cookie = await login('monitor')
    const act = { commands: [say('verify'), say('verify'), say('verify')] }
    expect((await post('/api/v1/acts', cookie, act)).status).toBe(200)
    expect((await post('/api/v1/commands', cookie, { step: 'verify' })).status).toBe(201)
    expect((await post('/api/v1/acts', cookie, act)).status).toBe(200)
    expectProblem(await post('/api/v1/acts', cookie, act), 429, 'try again in')
  })
})

const opening = (i: number) => ({
  command: {
    step: 'verify',
    type: 'openIncident',
    title: `Heard ${i}`,
    from: 'claim',
    candidates: [],
  },
})

describe('two hundred rows at once', () => {
  const dir = newDir('acts')
  let served: SmallServer
  beforeAll(async () => {
    served = await serveSmall(dir)
    const text = shippedAgreement()
    if (isRefused(text)) throw new Error(text.refused)
    const head = { name: 'Head', nation: 'XAA', role: 'system', keyId: 'k' } as const
    const adopting = { step: 'agreement', type: 'adoptAgreement', ...text } as const
    const adopted = await served.holdfast.command(adopting, { ...head, office: 'commission' })
    if (isRefused(adopted)) throw new Error(adopted.refused)
  })
  afterAll(async () => {
    await served.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const ask = (path: string, value: object, cookie = ''): Promise<Response> =>
    fetch(`${served.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: served.url, cookie },
      body: JSON.stringify(value),
    })
  const cookieOf = async (role: string): Promise<string> => {
    const session = await ask('/login', { name: 'Lind', nation: 'XAA', role, office: 'monitor' })
    return (session.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  }
  const dismissing = {
    command: { step: 'verify', type: 'dismiss', ground: 'notEnough', reason: 'nobody heard it' },
    onOpened: true,
  }
  interface Answers {
    readonly answers: readonly { readonly entries?: readonly { readonly kind: string }[] }[]
  }

  it('leave an entry for each, and the next commands are taken as ever', async () => {
    const cookie = await cookieOf('analyst')
    const send = (path: string, value: object) => ask(path, value, cookie)
    const size = served.holdfast.journal.size
    const commands = Array.from({ length: 200 }, (_, i) => [opening(i), dismissing]).flat()
    const response = await send('/acts', { commands })
    const { answers } = (await response.json()) as Answers
    expect(answers).toHaveLength(400)
    expect(answers.filter(({ entries }) => entries === undefined)).toEqual([])
    expect(served.holdfast.journal.size).toBeGreaterThanOrEqual(size + 400)
    // What a party may have claimed takes officers of two nations: this one moved each.
    const { incidents } = served.holdfast.mission.verify
    const dismissed = [...incidents.values()].filter((one) => one.dismissal !== undefined)
    expect(dismissed).toHaveLength(200)
    // Beyond them: the same officer goes on at once, by single commands and by another act.
    expect((await send('/commands', opening(200).command)).status).toBe(201)
    const more = await send('/acts', { commands: [opening(201), dismissing] })
    expect(((await more.json()) as Answers).answers.map((one) => 'entries' in one)).toEqual([
      true,
      true,
    ])
    const over = await send('/acts', { commands: [...commands, opening(202)] })
    expect(over.status).toBe(400)
    expect(served.holdfast.mission.verify.incidents.size).toBe(202)
  })
})
