/** The arrivals of one sound as columns; row i of each is one sensor. Metres in one plane, seconds from any common epoch. */
export interface Arrivals {
  /** From 3 to `SENSORS_MAX`. */
  readonly count: number
  readonly eastM: Float64Array
  readonly northM: Float64Array
  readonly atS: Float64Array
  /** Standard deviation of each arrival, above 0: onset, clock and site together. */
  readonly sigmaS: Float64Array
}

/** A sensor's clock against true time: what its arrivals are late by whatever the sound. */
export interface ClockBias {
  readonly biasS: number
  readonly varianceS2: number
}

/** What is known of the air: the speed of sound as a normal distribution, metres a second. */
export interface Sound {
  readonly speedMps: number
  readonly sigmaMps: number
  /** The mean wind where it is known: where it blows to, metres a second. Its error belongs into `sigmaMps`. */
  readonly wind?: { readonly eastMps: number; readonly northMps: number }
}

/** Where a sound came from. Metres in the plane of the sensors, seconds from the epoch of the arrivals. */
export interface SoundPlace {
  readonly eastM: number
  readonly northM: number
  /** Covariance of the place; its 95 % ellipse holds the other places too where there are several as likely. */
  readonly covarianceM2: { readonly ee: number; readonly en: number; readonly nn: number }
  /** When the sound was made. */
  readonly originS: number
  readonly originSigmaS: number
  readonly speedMps: number
  /** Weighted squares of what the place does not explain, of the arrivals that it rests on. */
  readonly chiSquared: number
  readonly degrees: number
  /** Rows that were held to be late: echoes, not the direct path. */
  readonly late: readonly number[]
  /** How much later each row is than the place says, seconds; the late ones too. */
  readonly residualS: readonly number[]
  /** Probability that it was the other place that fits, such as the mirror of a line of sensors; 0 where there is none. */
  readonly elsewhere: number
}
