export { createServer, type HttpServer, type ServerOptions } from './create-server.ts'
export { LIMITS, type Limits } from './limits.ts'
export type { Server } from './context.ts'
export type {
  EnginePort,
  EngineStatus,
  OfferedBatch,
  Recorded,
  RefusedRequest,
  StreamMessage,
} from './engine-port.ts'
