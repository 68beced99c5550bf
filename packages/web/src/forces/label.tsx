import type { Label } from '@holdfast/core/nations'
import { labelWords } from './words.ts'

/** The label that goes wherever the answer goes. */
export function LabelMark({ label }: { readonly label: Label }): React.JSX.Element {
  return (
    <p className="forces-label" data-testid="forces-label">
      {labelWords(label)}
    </p>
  )
}
