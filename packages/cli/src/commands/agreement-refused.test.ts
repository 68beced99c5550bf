/**
 * Goal: an author is told what is wrong with a file or a word. Method: the commands themselves on a table of wrong files
 * and words for every command, each refused with what, where and how to mend it.
 */
import { Command } from 'commander'
import { afterAll, describe, expect, test } from 'vitest'
import { agreementFiles, event } from '../../../../tests/support/agreement-files.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { CommandRefused } from '../output/index.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const { dir, events, file, removeFiles, skeleton, write } = agreementFiles()

/** Runs `holdfast agreement …`; what it prints. */
async function run(...words: string[]): Promise<string> {
  const program = new Command('holdfast')
  addAgreement(program)
  return await printedBy(program, ['agreement', ...words])
}
afterAll(removeFiles)

describe('bad input is refused with what, where and how to mend it', () => {
  const nothing = file('nothing')
  const bad = {
    notYaml: write('bad.yaml', 'a: [1\n'),
    notJson: write('bad.json', '[{"a":}]'),
    noEvent: write('no-event.json', [event('1', 48), { id: 'x' }]),
    backwards: write('backwards.json', [event('1', 48, { observed: { fromMs: 5, toMs: 4 } })]),
    unsupported: write('unsupported.json', [event('1', 48, { estimate: { support: [] } })]),
    unclosed: write('unclosed.json', JSON.stringify([event('1', 48)]).slice(0, -1)),
    longRow: write('long.json', `["${'x'.repeat(100_000)}"]`),
    huge: write('huge.yaml', ' '.repeat(17_000_000)),
    unknownLadder: write(
      'unknown-ladder.yaml',
      SKELETON.replace('ladder: paris-2026', 'ladder: my-own'),
    ),
    unknownFact: write('unknown-fact.yaml', 'facts: [{ fact: peace, from: 2026-01-02T00:00:00Z }]'),
    unknownKey: write('unknown-key.yaml', 'fakts: []'),
  }
  const HOW = 'give a JSON array of events'
  test.each<[string[], RegExp | string]>([
    [['check', nothing], /there is no file .*nothing; give the path/],
    [['check', dir], /is a directory; give the path/],
    [['check', bad.notYaml], /bad\.yaml:\d+:\d+: /],
    [
      ['check', bad.unknownLadder],
      /unknown-ladder\.yaml:5:9: ladder: is "my-own", and nobody has .*write one of: paris-2026; or bring/,
    ],
    [['check', skeleton, '--ladder', nothing], 'there is no file'],
    [['check', skeleton, '--ladder', skeleton], /skeleton\.yaml:\d+:\d+: /],
    [['check', bad.huge], /huge\.yaml has 17000000 bytes, the most is/],
    [['evaluate', nothing, events], 'there is no file'],
    [['evaluate', skeleton, nothing], 'there is no file'],
    [['evaluate', skeleton, dir], 'is a directory'],
    [
      ['evaluate', skeleton, bad.notJson],
      /bad\.json: item 0 \(line 1\) is not JSON .*give a JSON array/,
    ],
    [['evaluate', skeleton, skeleton], HOW],
    [
      ['evaluate', skeleton, bad.noEvent],
      /no-event\.json: item 1 \(line 1\) is no event .*kind must be/,
    ],
    [
      ['evaluate', skeleton, bad.backwards],
      /item 0 .*observed must be \{fromMs, toMs\}.* in order/,
    ],
    [['evaluate', skeleton, bad.unsupported], /item 0 .*with its support points/],
    [['evaluate', skeleton, bad.unclosed], /unclosed\.json: item 0 .*the array is not closed/],
    [['evaluate', skeleton, bad.longRow], /long\.json: item 0 .*give at most 65536/],
    [
      ['evaluate', skeleton, events, '--clause', 'Z-9'],
      /has no clause Z-9; write one of: C-1, C-2, O-1/,
    ],
    [['evaluate', skeleton, events, '--at', 'noon'], /--at noon: write an instant in UTC/],
    [['evaluate', skeleton, events, '--standing', nothing], 'there is no file'],
    [
      ['evaluate', skeleton, events, '--standing', bad.unknownFact],
      /unknown-fact\.yaml:1:\d+: facts\.0\.fact: the agreement has no fact peace; write one of: ceasefire/,
    ],
    [
      ['evaluate', skeleton, events, '--standing', bad.unknownKey],
      /unknown-key\.yaml:1:1: fakts: this key/,
    ],
    [
      ['explain', skeleton, events, '--event', 'f'],
      /there is no event f in .*events\.json; give an id/,
    ],
    [['explain', skeleton, events, '--event', ''], /--event is empty/],
    [['explain', skeleton, events, '--event', '1', '--clause', 'Z-9'], /has no clause Z-9/],
    [['explain', skeleton, events, '--event', '1', '--clause', 'O-1'], /O-1 is an obligation/],
    [['explain', skeleton, events], /required option '--event <id>' not specified/],
    [['explain', skeleton, events, '--event', '1', '--observations', nothing], 'there is no file'],
    [
      ['explain', skeleton, events, '--event', '1', '--observations', bad.notJson],
      /bad\.json: item 0 .*not JSON/,
    ],
    [
      ['explain', skeleton, events, '--event', '1', '--observations', events],
      /item 0 .*is no observation: source/,
    ],
    [['diff', skeleton, nothing], 'there is no file'],
    [['diff', bad.notYaml, skeleton], /bad\.yaml:\d+:\d+: /],
    [['diff', skeleton, skeleton, bad.noEvent], /item 1 .*is no event/],
    [['diff', skeleton, skeleton, events, '--data', dir], /both EVENTS and --data are named/],
    [['diff', skeleton, skeleton, '--days', '3'], /name it with --data/],
    [['diff', skeleton, skeleton, '--as-if'], /name events with EVENTS or --data/],
    [['diff', skeleton, skeleton, '--data', dir], /holds no deployment/],
    [
      ['diff', skeleton, skeleton, '--data', dir, '--days', '-1'],
      /--days -1: give a number of days/,
    ],
    [['history', '--data', dir], /holds no deployment; start one/],
    [['history', '--data', dir, '--days', 'many'], /--days many: give a number of days/],
  ])('%j', async (words, message) => {
    await expect(run(...words)).rejects.toThrow(message)
  })
  test('two events that begin alike need more of the id', async () => {
    const alike = write('alike.json', [
      event('1', 48, { id: 'ab1' }),
      event('2', 48, { id: 'ab2' }),
    ])
    await expect(run('explain', skeleton, alike, '--event', 'ab')).rejects.toThrow(/several events/)
    expect(await run('explain', skeleton, alike, '--event', 'ab2')).toContain('event ab2')
  })
  test('what is wrong with the input is an operating error, never a fault of ours', async () => {
    for (const words of [
      ['check', bad.notYaml],
      ['evaluate', skeleton, bad.noEvent],
    ])
      await expect(run(...words)).rejects.toBeInstanceOf(CommandRefused)
  })
})
