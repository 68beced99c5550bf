import { isRefused, type Refused } from '@holdfast/core/units'
import type { Intake } from '@holdfast/engine/intake'
import { startFolder } from '../folders/index.ts'
import { startMqttBroker, startMqttClient } from '../mqtt/index.ts'
import { startNats } from '../nats/index.ts'
import { startTcp, startUdp } from '../sockets/index.ts'
import type { Report, Way, WaySpec } from '../ways/index.ts'

async function startWay(spec: WaySpec, intake: Intake, report: Report): Promise<Way | Refused> {
  switch (spec.kind) {
    case 'mqtt-broker':
      return await startMqttBroker(spec, intake, report)
    case 'mqtt-client':
      return await startMqttClient(spec, intake, report)
    case 'udp':
      return await startUdp(spec, intake, report)
    case 'tcp':
      return await startTcp(spec, intake, report)
    case 'folder':
      return await startFolder(spec, intake, report)
    case 'nats':
      return await startNats(spec, intake, report)
  }
}

/** Starts all ways, or none: where one cannot be had, those before it are closed again. */
export async function startWays(
  specs: readonly WaySpec[],
  intake: Intake,
  report: Report,
): Promise<readonly Way[] | Refused> {
  const started: Way[] = []
  for (const spec of specs) {
    const way = await startWay(spec, intake, report)
    if (isRefused(way)) {
      await Promise.all(started.map((one) => one.close()))
      return way
    }
    started.push(way)
  }
  return started
}
