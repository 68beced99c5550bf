/** Whether the machine's figures held true, and how their recalibrations stand, as the server tells it. */
import type { ReliabilityView } from '@holdfast/core/fuse/confidence'
import { ask } from './client.ts'

/** Whether the machine's figures held true; the guarantors' office does not see it. */
export const fetchReliability = (): Promise<ReliabilityView> => ask('/reliability')
