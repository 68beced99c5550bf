// A patrol that does not speak raises the watch, and the watch looks at the desk, or at the map. So what may not wait stands on every
// page, until somebody goes to the day and puts on record what was done about it.
import type { Picture } from '../api/index.ts'
import { useAsked } from '../asked/index.ts'
import { useNow } from '../time/index.ts'
import { fetchDay } from './record.ts'
import { wordsOfRaised } from './words.ts'

/** Asked again at least so often: a patrol falls overdue without any entry. */
const AGAIN_MS = 15_000
/** What may not wait, on pages other than the day's; that the day cannot be read is told as well. */
export function Raised({ picture }: { readonly picture: Picture }): React.JSX.Element | null {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
  const day = useAsked(fetchDay, `${picture.logSize} ${Math.floor(nowMs / AGAIN_MS)}`)
  const words = wordsOfRaised(day.answer?.due ?? [], day.answer?.unopenedLeftOut ?? 0)
  if (words === '' && day.problem === null) return null
  return (
    <p className="raised" role="alert" data-testid="raised">
      <a href="#day">
        {words !== '' && <b>{words}</b>}
        {day.problem !== null && ` The day could not be read: ${day.problem}.`}
      </a>
    </p>
  )
}
