/** Whole pieces that cover an amount. A billionth is forgiven: 3 × 0.1 / 0.3 is one piece, not two. */
export const pieces = (amount: number): number =>
  Math.max(0, Math.ceil(amount - 1e-9 * Math.max(1, amount)))
