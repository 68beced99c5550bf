import { fetchStanding } from '../api/index.ts'
import type { AgreementStanding, FactRow, GateRow, Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatCountdown, formatMinute, useNow } from '../time/index.ts'
import { Motions } from './motions.tsx'
import { Register } from './register.tsx'
import { deadlineWords, endOf, gateWords } from './standing.ts'

function Phases({
  phases: { now, spans },
  nowMs,
}: Pick<AgreementStanding, 'phases'> & { readonly nowMs: number }): React.JSX.Element {
  return (
    <section className="panel" aria-label="Phase">
      <h2>Phase</h2>
      {now.length === 0 && (
        <p className="pane-note">No phase of the text is in force, or it names none.</p>
      )}
      {now.map(({ phase, title }) => {
        const toMs = endOf(spans, phase, nowMs)
        return (
          <p key={phase} className="phase">
            <b>{title}</b>{' '}
            {toMs === null ? (
              'without an end that is known'
            ) : (
              <>
                until {formatMinute(toMs)} · <span>{formatCountdown({ dueMs: toMs, nowMs })}</span>
              </>
            )}
          </p>
        )
      })}
    </section>
  )
}

function Gates({ gates }: { readonly gates: readonly GateRow[] }): React.JSX.Element {
  return (
    <section className="panel" aria-label="Deployment gates">
      <h2>Deployment gates</h2>
      {gates.length === 0 && <p className="pane-note">The text names no gate of deployment.</p>}
      <ul>
        {gates.map((gate) => (
          <li key={gate.gate} data-open={gate.isOpen}>
            <b>{gate.isOpen ? 'OPEN' : 'CLOSED'}</b> {gate.title}
            {!gate.isOpen && <small>{gateWords(gate)}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Fact({ fact }: { readonly fact: FactRow }): React.JSX.Element {
  const last = fact.records.at(-1)
  return (
    <tr>
      <th scope="row">
        {fact.title}
        <small>{fact.declaredBy === 'commission' ? 'by the commission' : 'by both parties'}</small>
      </th>
      <td data-open={fact.holds}>{fact.holds ? 'holds' : 'does not hold'}</td>
      <td>
        {last === undefined ? (
          'never declared'
        ) : (
          <>
            {formatMinute(last.fromMs)} to{' '}
            {last.untilMs === null ? 'further notice' : formatMinute(last.untilMs)}, by{' '}
            {last.movedBy.join(', ')} · entry {last.entry}
            {last.scripted ? ' · SCRIPTED' : ''}
            <small>{last.reason}</small>
          </>
        )}
      </td>
      <td>
        {fact.waiting.map(({ kind, nation, party, entry }) => (
          <span key={entry} className="motion">
            {kind === 'declare' ? 'to declare it' : 'to end it'}: {party ?? nation}
          </span>
        ))}
      </td>
    </tr>
  )
}

function Facts({ facts }: { readonly facts: readonly FactRow[] }): React.JSX.Element {
  return (
    <section className="panel" aria-label="Facts">
      <h2>What phases and gates hang on</h2>
      {facts.length === 0 && <p className="pane-note">The text names no fact to declare.</p>}
      {facts.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Fact</th>
                <th scope="col">Now</th>
                <th scope="col">Last established</th>
                <th scope="col">Motions that wait</th>
              </tr>
            </thead>
            <tbody>
              {facts.map((fact) => (
                <Fact key={fact.fact} fact={fact} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Texts({ texts, agreement }: AgreementStanding): React.JSX.Element {
  return (
    <section className="panel" aria-label="Texts">
      <h2>The text in force</h2>
      {agreement === null ? (
        <p className="pane-note">
          No agreement is adopted: an officer of the commission proposes one, and officers of other
          nations support it.
        </p>
      ) : (
        <p className="phase">
          <b>{agreement.title}</b> version {agreement.version ?? 'none yet'}
        </p>
      )}
      <ul>
        {texts.toReversed().map(({ entry, title, atMs, amends, carried, fromMs }) => (
          <li key={entry}>
            entry {entry}: {title}, adopted {formatMinute(atMs)}
            {amends !== null && <>, amends entry {amends}</>}
            {carried !== null && (
              <>
                , by motion {carried.motion} of {carried.nations.join(', ')}
              </>
            )}
            {fromMs > atMs && <>, in force from {formatMinute(fromMs)}</>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function BeforeRecord({
  beforeRecord,
}: Pick<AgreementStanding, 'beforeRecord'>): React.JSX.Element | null {
  if (beforeRecord.length === 0) return null
  return (
    <section className="panel" aria-label="Before this record began" data-testid="before-record">
      <h2>Before this record began</h2>
      <p className="pane-note">
        These deadlines passed before this record held the duty. Whether they were met is not known
        here; none is held against a party.
      </p>
      <ul>
        {beforeRecord.map((one) => (
          <li key={one.clause}>
            <b>{one.clause}</b> {one.title}
            <small>{deadlineWords(one)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How the agreement stands: the text and motions to amend it, the phase, what opens the gates of deployment, and what was announced. */
export function AgreementScreen({ picture }: { readonly picture: Picture }): React.JSX.Element {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
  const standing = useAsked(fetchStanding, picture.logSize)
  return (
    <main className="agreement">
      <Asked of={standing} what="The agreement’s standing">
        {(now) => (
          <>
            <div className="agreement-left">
              <Texts {...now} />
              <Motions logSize={picture.logSize} />
              <Phases phases={now.phases} nowMs={nowMs} />
              <Gates gates={now.gates} />
            </div>
            <div className="agreement-right">
              <Facts facts={now.facts} />
              <BeforeRecord beforeRecord={now.beforeRecord} />
              <Register register={now.register} nowMs={nowMs} />
            </div>
          </>
        )}
      </Asked>
    </main>
  )
}
