/** Deletion filter (Chinneck and Dravnieks, ORSA J. Comput. 3 (1991)): of what was taken away, what need not have been. */

/**
 * Puts back what is not needed to reach `least`: all of some at once, or by halves. Taking away more never hurts, so that what
 * is needed among more is needed among fewer. `reach` tells what some of it come to, or why that stays open.
 */
export async function spared<Open extends object>(
  names: readonly string[],
  least: number,
  reach: (some: readonly string[]) => Promise<number | Open>,
): Promise<readonly string[] | Open> {
  let kept = names
  const drop = async (some: readonly string[]): Promise<Open | null> => {
    const fewer = kept.filter((name) => !some.includes(name))
    const lacks = await reach(fewer)
    if (typeof lacks !== 'number') return lacks
    if (lacks <= least) kept = fewer
    if (lacks <= least || some.length === 1) return null
    const middle = Math.ceil(some.length / 2)
    return (await drop(some.slice(0, middle))) ?? (await drop(some.slice(middle)))
  }
  return (names.length > 1 ? await drop(names) : null) ?? kept
}

/** Whether it stays open what can be spared. */
export const isOpen = <Open extends object>(told: readonly string[] | Open): told is Open =>
  !Array.isArray(told)
