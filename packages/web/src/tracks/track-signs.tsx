/** What the signs of tracks mean, for the legend. */
export function TrackSigns(): React.JSX.Element {
  const signs = [
    ['M11 2 18 19 11 15 4 19Z', 'aircraft'],
    ['M11 2 16 9 16 20 6 20 6 9Z', 'ship'],
    ['M11 2 14 7 18 7 18 19 4 19 4 7 8 7Z', 'vehicle'],
  ] as const
  return (
    <dl className="signs track-signs">
      {signs.map(([path, word]) => (
        <div key={word}>
          <dt>
            <svg viewBox="0 0 22 22" width="14" height="14" aria-hidden="true">
              <path d={path} fill="#e8eef3" />
            </svg>
          </dt>
          <dd>{word}</dd>
        </div>
      ))}
      <div>
        <dt>
          <svg viewBox="0 0 22 22" width="14" height="14" aria-hidden="true">
            <path d={signs[0][0]} fill="#0b141d" stroke="#e8eef3" strokeWidth="2" />
          </svg>
        </dt>
        <dd>hollow: not seen lately</dd>
      </div>
      <p>The nose points where it goes. One colour for all: a track does not tell whose it is.</p>
    </dl>
  )
}
