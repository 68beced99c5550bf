import type { Refused } from '@holdfast/core/units'
import type { Intake } from '@holdfast/engine/intake'
import type { Report, TcpWay, Way } from '../ways/index.ts'
import { startConnecting } from './connect.ts'
import { startListening } from './listen.ts'

/** Starts a way over TCP or TLS, either to be connected to or to connect. */
export async function startTcp(
  spec: TcpWay,
  intake: Intake,
  report: Report,
): Promise<Way | Refused> {
  return spec.mode === 'listen'
    ? await startListening(spec, intake, report)
    : await startConnecting(spec, intake, report)
}
