export { startMqttBroker } from './broker.ts'
export { startMqttClient } from './client.ts'
