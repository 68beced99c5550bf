export { readWays } from './read-ways.ts'
export type {
  FeedOf,
  FolderWay,
  MqttBrokerWay,
  MqttClientWay,
  NatsWay,
  Report,
  TcpWay,
  TlsFiles,
  UdpWay,
  Way,
  WaySpec,
  WayStatus,
} from './types.ts'
