import type { AgreementStanding, NotificationRow } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import { formatDistance } from '../words/index.ts'
import { turnOf } from './standing.ts'

const placeWords = ({ place }: NotificationRow): string =>
  place === null
    ? 'withheld'
    : `${place.position.latDeg.toFixed(3)}, ${place.position.lonDeg.toFixed(3)} within ${formatDistance(place.radiusM)}`

/** The register of notified activities: what was announced explains what is heard there and then. */
export function Register({
  register: { notifications, total },
  nowMs,
}: Pick<AgreementStanding, 'register'> & { readonly nowMs: number }): React.JSX.Element {
  return (
    <section className="panel" aria-label="Notified activities">
      <h2>
        Notified activities <small>{total}</small>
      </h2>
      {notifications.length === 0 && <p className="pane-note">Nothing was announced.</p>}
      {notifications.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Activity</th>
                <th scope="col">By</th>
                <th scope="col">When</th>
                <th scope="col">Where</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {notifications.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    {one.withheld.includes('title') ? 'withheld' : one.title}
                    <small>
                      {one.id} · {one.rule}
                    </small>
                  </th>
                  <td>{one.party === 'mission' ? 'the mission' : `party ${one.party}`}</td>
                  <td>
                    {one.fromMs === null || one.toMs === null
                      ? 'withheld'
                      : `${formatMinute(one.fromMs)} to ${formatMinute(one.toMs)}`}
                  </td>
                  <td>{placeWords(one)}</td>
                  <td>
                    {turnOf(one, nowMs)}
                    {one.late === true && <b className="bad"> announced late</b>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > notifications.length && (
        <p className="pane-note">
          The newest {notifications.length} of {total}; `holdfast notified list` tells all.
        </p>
      )}
    </section>
  )
}
