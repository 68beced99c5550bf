import type { ForceRegister, NationFigures } from '../api/index.ts'
import { BASIS_WORD, sustainWords } from './register-rows.ts'
import { quantityWords, sourceWords } from './words.ts'

function NationRow({ nation, groups, sustainable }: NationFigures): React.JSX.Element {
  return (
    <tr data-testid="nation-figures">
      <th scope="row">{nation}</th>
      <td>
        {groups.map(({ basis, figures, conflict }) => (
          <div key={basis} className="figure-group" data-conflict={conflict}>
            <b>{BASIS_WORD[basis]}</b>
            {conflict && <span className="tag warn">sources contradict each other</span>}
            <ul className="side-by-side">
              {figures.map(({ id, quantity, definition, asOf, sources }) => (
                <li key={id}>
                  <b className="number">{quantityWords(quantity)}</b>
                  <span>counts: {definition}</span>
                  <small>
                    {sourceWords(sources)}, as of {asOf}
                  </small>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </td>
      <td>
        {sustainWords(sustainable)}
        {sustainable.commitments.map(({ id, title, persons, sources }) => (
          <small key={id}>
            elsewhere: {title}, {quantityWords(persons)} ({sourceWords(sources)})
          </small>
        ))}
        {sustainable.assumptions.map((id) => (
          <i key={id} className="assumed">
            {id}
          </i>
        ))}
      </td>
    </tr>
  )
}

/** Numbers about the nations' forces: those that contradict each other stand side by side, each with what it counts. */
export function Figures({ register }: { readonly register: ForceRegister }): React.JSX.Element {
  const { figures } = register
  return (
    <section aria-label="Numbers about forces" className="forces-block">
      <h3>
        Numbers about forces <small>an army’s size is not what it can deploy</small>
      </h3>
      {figures.length === 0 ? (
        <p className="dim">No number about any nation’s forces is on record.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Nation</th>
              <th scope="col">Figures, by what they count</th>
              <th scope="col">What it can sustain</th>
            </tr>
          </thead>
          <tbody>
            {figures.map((one) => (
              <NationRow key={one.nation} {...one} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
