/**
 * Goal: an incident is taken from opening to a recalled finding at the command line, each answer is told apart with who voted,
 * what is missing and due, and what an officer may do next. Method: the real commands over HTTP against a running
 * deployment, whose clock the test turns; the tests go on from each other, and the last one asks the directory itself.
 */
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY_MS } from '@holdfast/core/units'
import { START_MS, serveIncidents } from '../../../../tests/support/incident-desk.ts'
import type { IncidentDesk } from '../../../../tests/support/incident-desk.ts'
import { removeDir } from '../../../../tests/support/small-deployment.ts'
import { SKELETON } from './agreement-skeleton.ts'
import { addOffices } from './offices.ts'

function programOf(add: (program: Command) => void): Command {
  const program = new Command()
  add(program)
  return program
}

let desk: IncidentDesk
let isServed = true
beforeAll(async () => {
  // A duty whose deadline passes while the record runs raises candidates, one for each party.
  const text = SKELETON.replace('due: 2026-01-15', 'due: 2026-03-02')
  desk = await serveIncidents(text, () => programOf(addOffices))
})
afterAll(async () => {
  if (isServed) await desk.served.close()
  removeDir(desk.dir)
})
const said = (line: string): Promise<string> => desk.said(line)
const json = (line: string): Promise<Record<string, unknown>> => desk.json(line)

const I_1 = 'I-1'
const BY = '--said-by "liaison officer" --received 2026-03-01T05:10:00Z --channel hotline'
const PROOF = '--standard clear-and-convincing'
const vote = (nation: string, what: string, voice = 'for'): string =>
  `vote I-1 ${what} ${voice} ${PROOF} --reason "as the file has it" --nation ${nation}`
const recall = (nation: string): string =>
  `recall I-1 severity --reason "a wrong report" --nation ${nation}`
/** Proposes an answer, and has two other nations sign it. */
async function sign(question: string, value: string): Promise<string> {
  await said(`propose I-1 ${question} ${value} ${PROOF} --nation SWE`)
  await said(vote('FRA', question))
  return await said(vote('DEU', question))
}

test('an incident is opened, both parties are asked, and it says what is due', async () => {
  const opened = await json('open --title "A shell at the mill"')
  expect(opened).toMatchObject({ made: I_1, incident: { id: I_1, status: 'recorded' } })
  const inquired = await json(`inquire ${I_1}`)
  expect(inquired).toMatchObject({
    entries: [{ kind: 'verify.inquiry-started' }],
    incident: { id: I_1, status: 'inquiry', heardByMs: START_MS + 3 * DAY_MS },
  })
  await expect(said(`silence ${I_1} B`)).rejects.toThrow('its deadline has not passed')
  const shown = await said(`show ${I_1}`)
  for (const told of [
    / inquiry: A shell at the mill \(the monitor's view\)/u,
    /occurred is to be signed by 2026-03-01T18:00:00Z/u,
    /party B may answer until 2026-03-04T06:00:00Z/u,
    /intent +not asked/u,
    /what an officer of ZZZ \(analyst, monitor\) may do/u,
    /propose occurred yes\|no\|unable --standard reasonable-grounds\|/u,
  ])
    expect(shown).toMatch(told)
  desk.clock.advanceTo(START_MS + 3 * DAY_MS)
  expect(await said(`show ${I_1}`)).toMatch(/party B did not answer .*its silence can be recorded/u)
  for (const party of ['A', 'B'])
    expect(await said(`silence ${I_1} ${party}`)).toContain(`${I_1} is inquiry`)
})

test('a claim is filed with its source, an officer of another nation confirms it, and two take it back', async () => {
  const opened = await json('open --title "A drone over the weir"')
  const id = String(opened['made'])
  const filed = await json(
    `claim ${id} A accuses --text "They flew." ${BY} --kind explosion --from 2026-03-01T01:00:00Z ` +
      '--to 2026-03-01T02:00:00Z --at 37.8,48.1 --radius 300 --as Berg',
  )
  const [{ index } = { index: -1 }] = filed['entries'] as { index: number }[]
  expect(await said(`show ${id}`)).toMatch(
    new RegExp(`${index} +A +accuses +2026-03-04T06:00:00Z .*They flew\\.`, 'u'),
  )
  const shown = await said(`show ${id} --office guarantors`)
  expect(shown).not.toMatch(/weir|They flew/u)
  expect(shown).toMatch(/withheld from this office: .*title/u)
  await expect(said(`confirm-claim ${id} ${index} --as Berg`)).rejects.toThrow('another')
  expect(await said(`confirm-claim ${id} ${index} --nation SWE`)).toContain(`${id} is recorded`)
  expect(await said(`show ${id}`)).toMatch(/confirmed by SWE/u)
  const back = `take-back-claim ${id} ${index} --reason "of another day"`
  await expect(said(`${back} --as Berg`)).rejects.toThrow('give the source')
  for (const [nation, stands] of [
    ['FRA', 'FRA moves to take it back'],
    ['SWE', 'taken back by FRA, SWE'],
  ]) {
    const own = BY.replace('2026-03-01', '2026-03-04')
    expect(await said(`${back} ${own} --nation ${nation}`)).toContain(id)
    expect(await said(`show ${id}`)).toContain(stands)
  }
})

test('answers are proposed and signed apart, and it is told who voted and how many are missing', async () => {
  expect(await said(`propose I-1 occurred yes ${PROOF} --nation SWE`)).toMatch(
    /occurred of I-1 is proposed: yes, clear-and-convincing \(SWE's proposal\); for it 0 of 2 nations \(none\), against it none, 2 missing/u,
  )
  const voted = await json(vote('FRA', 'occurred'))
  expect(voted).toMatchObject({ answer: { status: 'proposed', votes: [{ nation: 'FRA' }] } })
  expect(await said(`show ${I_1}`)).toMatch(
    /occurred +proposed +yes +clear-and-convincing +SWE +for it 1 of 2 nations \(FRA\), against it none, 1 missing/u,
  )
  expect(await said(`show ${I_1} --office commission --nation DEU`)).toMatch(
    /officer of DEU \(panel, commission\)[\s\S]*vote occurred for --standard clear-and-convincing\|beyond-reasonable-doubt\n/u,
  )
  await expect(said(vote('SWE', 'occurred'))).rejects.toThrow('nobody approves their own draft')
  expect(await said(vote('DEU', 'occurred'))).toContain('occurred of I-1 is signed')

  await expect(said(`propose I-1 breach C-1 ${PROOF} --nation SWE`)).rejects.toThrow(
    'I-1 has no candidate on clause C-1: say --agreement-version',
  )
  expect(await sign('breach', 'C-1 --agreement-version first-text')).toContain(
    'breach of I-1 is signed: C-1 of version first-text',
  )
  await said(`propose I-1 severity grave ${PROOF} --nation SWE`)
  await expect(said('withdraw I-1 severity --reason x --nation FRA')).rejects.toThrow('SWE')
  expect(await said('withdraw I-1 severity --reason "it was minor" --nation SWE')).toContain(
    'severity of I-1 is open',
  )
  expect(await said(`show ${I_1}`)).toMatch(
    /no longer stand[\s\S]*severity +grave .* SWE .* withdrawn/u,
  )
  expect(await sign('severity', 'minor')).toContain('severity of I-1 is signed')
  expect(await said('dissent I-1 severity --reason "nobody was hurt" --nation ITA')).toContain(
    'severity of I-1 is signed',
  )
  expect(await said('ask I-1 intent')).toContain('intent of I-1 is open')
})

test('a deadlock goes to the capitals, a capital signs it', async () => {
  await said(`propose I-1 attribution undetermined ${PROOF} --nation SWE`)
  await said(vote('FRA', 'attribution'))
  await said(vote('DEU', 'attribution', 'against'))
  const lock = 'deadlock I-1 attribution --reason "one for, one against"'
  await expect(said(lock)).rejects.toThrow('others may still vote')
  desk.clock.advanceTo(START_MS + 6 * DAY_MS)
  expect(await said(lock)).toContain('attribution of I-1 is deadlocked')
  expect(await said('refer I-1 attribution')).toMatch(
    /attribution of I-1 is referred.*1 missing; the capitals have until 2026-03-10T06:00:00Z/u,
  )
  expect(await said(`show ${I_1}`)).toMatch(
    /attribution +referred .*capitals 2026-03-10T06:00:00Z/u,
  )
  expect(await said(vote('DEU', 'attribution').replace('vote', 'capital'))).toContain(
    'attribution of I-1 is signed',
  )
})

test('it is concluded and published; a published finding is recalled by as many as signed it', async () => {
  await sign('intent', 'undetermined')
  expect(await said('conclude I-1 breach --reason "all is signed"')).toContain(
    'I-1 is concluded: breach',
  )
  expect(await said('publish I-1')).toContain('I-1 is published')
  const words = 'correct I-1 --question severity --text "one wall was hit" --nation'
  expect(await said(`${words} FRA`)).toContain('severity of I-1 is signed')
  expect(await said(`show ${I_1}`)).toMatch(
    /a correction waits for others: .*one wall was hit.* FRA/u,
  )
  expect(await said(`${words} DEU`)).toContain('severity of I-1 is signed')
  expect(await said(`show ${I_1}`)).toMatch(/I-1 corrected: breach[\s\S]*one wall was hit/u)
  const own = `correct ${I_1} --was "the mill" --text "the weir" --nation`
  await said(`${own} SWE --as Berg`)
  expect(await said(`show ${I_1}`)).toMatch(/waits for others: "the mill" to read "the weir"/u)
  await said(`${own} FRA --as Lund`)
  expect(await said(`show ${I_1}`)).toContain('A shell at the weir')
  expect(await said(recall('FRA'))).toContain('severity of I-1 is signed')
  expect(await said(recall('DEU'))).toContain('severity of I-1 is recalled')
  const shown = await said(`show ${I_1}`)
  expect(shown).toMatch(/recalled, and kept on record[\s\S]*severity +minor .* a wrong report/u)
  expect(shown).toMatch(/severity +ITA +nobody was hurt/u)
  expect(await said('reopen I-1 --reason "the report was right"')).toContain('I-1 is inquiry')
})

test('other offices see what is released, and no name of an officer breaks what is shown', async () => {
  for (const office of ['commission', 'guarantors'])
    expect(await said(`show ${I_1} --office ${office}`)).toMatch(/occurred +signed +yes/u)
  expect(await said(`show ${I_1} --office guarantors`)).toMatch(/withheld +withheld/u)
})

test('grouping, tasks and who is on what', async () => {
  await said('open --title "A shell by the mill"')
  const twin = `I-${desk.served.holdfast.journal.size - 1}`
  expect(await said(`assign ${twin} SWE Lind`)).toContain(`${twin} is recorded`)
  expect(await said(`show ${twin}`)).toContain('SWE Lind is on it')
  expect(await json(`unassign ${twin}`)).toMatchObject({
    entries: [{ kind: 'verify.incident-assigned' }],
  })
  expect(await said(`note ${twin} --text "Ask again."`)).toContain(`${twin} is recorded`)

  const proposed = await json(`propose-merge ${twin} I-1 --reason "one shell"`)
  expect(proposed['made']).toMatch(/^P-\d+$/u)
  await said(`decline ${twin} ${String(proposed['made'])} --reason "an hour apart"`)
  await said(`apart ${twin} I-1 --reason "an hour apart"`)
  await expect(said(`merge ${twin} I-1 --reason "one"`)).rejects.toThrow('held apart')
  await said(`apart ${twin} I-1 --reason "one clock was wrong" --undo`)

  const task = await json(
    `task request ${twin} --means drone --team FIN --what "Look for craters."`,
  )
  const id = String(task['made'])
  expect(id).toMatch(/^T-\d+$/u)
  const refused = `task access ${twin} ${id} refused --by "a guard" --where "the gate" --text "Sent back."`
  expect(await said(refused)).toContain(`${twin} is recorded`)
  expect(await said(`task open ${twin} ${id} --title "Sent back at the gate"`)).toMatch(
    /^entry (\d+): I-\1 is recorded/u,
  )
  expect(await said(`task close ${twin} ${id} notDone --text "Nobody could look."`)).toContain(twin)
  expect(await said(`merge ${twin} I-1 --reason "one shell"`)).toContain(`${twin} is merged`)
  expect(await said(`show ${twin}`)).toContain('merged into I-1')
  expect(
    await said('hand-over Berg Ek --as Berg --point "I-1: ask again" "radio 2 is down"'),
  ).toMatch(/^entry \d+: on record/u)
  expect(await said('list')).toMatch(/I-1 +inquiry/u)
})

test('an incident is opened on a candidate, takes up another, and is split and proposed to be split', async () => {
  const { candidates } = (await json('candidates')) as { candidates: { id: string }[] }
  const [first, second] = candidates
  expect(await said('candidates')).toContain(first?.id)
  const { made } = await json(`open ${first?.id} --title "The withdrawal of A"`)
  const id = String(made)
  expect(await said(`add ${id} ${second?.id}`)).toContain(`${id} is candidate`)
  expect(await said('candidates')).not.toContain(first?.id)
  const proposed = await json(`propose-split ${id} ${second?.id} --reason "another party"`)
  expect(proposed['made']).toMatch(/^P-\d+$/u)
  const split = await json(`split ${id} ${second?.id} --title "Of B" --reason "another party"`)
  expect(split).toMatchObject({ incident: { id: split['made'], status: 'candidate' } })
  await expect(said(`corroborate ${id} --reason "two saw it"`)).rejects.toThrow('independent group')
})

test('where no server runs the directory answers', async () => {
  await desk.served.close()
  isServed = false
  await expect(said('show I-999')).rejects.toThrow(
    'there is no incident I-999; `holdfast incident list` lists them',
  )
})
