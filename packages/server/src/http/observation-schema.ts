import { OBSERVATION_SCHEMA } from '@holdfast/formats/observation'
import type { Unidentified } from '@holdfast/core/observe'
import { Type } from 'typebox'

const { $schema: _dialect, $id: _id, ...schema } = OBSERVATION_SCHEMA

/**
 * The published schema of an observation as it is sent. It describes; the engine's reader decides, row by row, so that
 * one bad row does not cost the batch.
 */
export const ObservationSchema = Type.Unsafe<Unidentified>({ ...schema, $id: 'Observation' })
