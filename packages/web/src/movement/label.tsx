import type { Label } from '@holdfast/core/nations'
import { labelWords } from './words.ts'

/** The label that goes wherever the answer goes, on paper too. */
export function LabelLine({ label }: { readonly label: Label }): React.JSX.Element {
  return (
    <p className="movement-label" data-testid="movement-label">
      {labelWords(label)}
    </p>
  )
}
