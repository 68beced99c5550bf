// Placeholder of the lead so that the tree compiles: its owner overwrites it.
export const startMqttBroker = async (..._: readonly unknown[]): Promise<{ readonly refused: string }> => ({ refused: 'not built yet' })
export const startMqttClient = async (..._: readonly unknown[]): Promise<{ readonly refused: string }> => ({ refused: 'not built yet' })
