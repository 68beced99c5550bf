import type { Reliability } from '@holdfast/core/fuse/confidence'

/** Turns a pair of shares, said and held true, into a place on the drawing. */
export type Plot = (said: number, held: number) => readonly [x: number, y: number]

const to = (command: string, [x, y]: readonly [number, number]): string =>
  `${command}${x.toFixed(1)},${y.toFixed(1)}`

/** The curve of what held true: level in a block, straight between blocks, as figures between them are read. */
export const curvePath = (curve: Reliability['curve'], plot: Plot): string =>
  curve
    .flatMap((block) => [plot(block.from, block.share), plot(block.to, block.share)])
    .map((place, i) => to(i === 0 ? 'M' : 'L', place))
    .join('')

/** The outline of the band where figures that hold true would lie; empty where there is none. */
export function bandPath(band: Reliability['band'], plot: Plot): string {
  if (band.length === 0) return ''
  const there = band.map(({ probability, high }) => plot(probability, high))
  const back = band.toReversed().map(({ probability, low }) => plot(probability, low))
  return `${[...there, ...back].map((place, i) => to(i === 0 ? 'M' : 'L', place)).join('')}Z`
}
