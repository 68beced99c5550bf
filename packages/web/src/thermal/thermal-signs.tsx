import { dayOf } from './features.ts'
import { OPACITY_MAX, THERMAL_COLOUR } from './layers.ts'
import type { SeenThermal } from './use-thermal.ts'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no name to import it by
import './thermal.css'

const STEPS = [0.25, 0.5, 0.75, 1]

/** What the squares mean, of which day they are, and that they are no events. */
export function ThermalSigns({ thermal, problem }: SeenThermal): React.JSX.Element {
  const day = dayOf(thermal)
  return (
    <section className="signs-more" aria-label="Legend of thermal anomalies">
      <h3>Thermal anomalies: an indication, not an event</h3>
      <div className="thermal-scale">
        {STEPS.map((probability) => (
          <span key={probability}>
            <i style={{ background: THERMAL_COLOUR, opacity: probability * OPACITY_MAX }} />
            {Math.round(100 * probability)} %
          </span>
        ))}
      </div>
      <p>
        Probability that more burns in a square of 0.1° than season, weather and satellites explain.
        Fields, forests and works burn, too.
      </p>
      {problem !== null && <p role="status">{problem}</p>}
      {day !== null && (
        <p>
          As of {day.day}
          {day.isOver ? '' : ', which is not over'}; days change when late passes come.
        </p>
      )}
      {thermal !== null && day === null && (
        <p>No pass of the last week was received: that is not the same as no fire.</p>
      )}
    </section>
  )
}
