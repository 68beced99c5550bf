import type { Covariance } from '../../geo/index.ts'
import { Misfit } from './misfit.ts'
import type { Arrivals, Sound } from './types.ts'

/**
 * The Cramér–Rao bound of a place: the least covariance of any unbiased estimate of it, with the time unknown and the
 * speed known as its prior says (S. M. Kay, Estimation Theory, 1993, section 3.7). It knows nothing of where sounds come from.
 */
export function boundOf(
  arrivals: Arrivals,
  sound: Sound,
  truth: { readonly eastM: number; readonly northM: number },
): Covariance {
  const misfit = new Misfit()
  misfit.load(arrivals, sound)
  misfit.placePrecision = 0
  misfit.at(truth.eastM - misfit.centreE, truth.northM - misfit.centreN)
  // At the speed of the prior: the bound does not depend on the noise.
  const scale = misfit.slownessPrior / misfit.slowness
  const { infoEe, infoEn, infoNn } = misfit
  const by = 1 / (scale * scale * (infoEe * infoNn - infoEn * infoEn))
  return { ee: by * infoNn, en: -by * infoEn, nn: by * infoEe }
}
