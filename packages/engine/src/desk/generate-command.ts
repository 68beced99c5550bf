/**
 * Completes what is asked of the register: codes and units are looked up, and an acceptance table, which comes as its text,
 * is read against the public statements on record.
 */
import type { GenerateCommand, GenerateState, Pledge } from '@holdfast/core/generate'
import { canonicalCode, capabilityAbout } from '@holdfast/core/generate/register'
import type { Actor } from '@holdfast/core/nations'
import { isRefused, type Refused } from '@holdfast/core/units'
import { readAcceptance } from '../documents/index.ts'
import type { Command } from '../runtime/index.ts'
import { shippedStatements, shippedTaxonomy } from '../shipped/index.ts'

/**
 * Ids of the statements that a view may name: those that ship, exclusions and assessments on record. A pledge on record is
 * none: it may be narrowed tomorrow, and what a view says of it would stay everybody's. Naming one is answered as naming nothing.
 */
function statementsOnRecord(
  { exclusions, assessments }: GenerateState,
  actor: Actor | null,
): readonly string[] | Refused {
  const shipped = shippedStatements()
  // Another office is refused by the step; its own words must tell nothing of the register before.
  if (isRefused(shipped) || (actor !== null && actor.office !== 'guarantors')) return shipped
  return [...new Set([...shipped, ...exclusions.keys(), ...assessments.keys()])]
}

/** The command with what it names in its place; refused with what is wrong. `command` has the fields of its type. */
export function completedGenerate(
  command: { readonly type: string },
  state: GenerateState,
  actor: Actor | null,
): Command | Refused {
  if (command.type !== 'adoptAcceptance') return knownCapabilities(command as GenerateCommand)
  const { document: text, ...rest } = command as unknown as {
    readonly type: 'adoptAcceptance'
    readonly document: string
    readonly amends?: number | null
    readonly reason?: string
  }
  const statements = statementsOnRecord(state, actor)
  if (isRefused(statements)) return statements
  const table = readAcceptance({ text, name: 'document' }, statements)
  return isRefused(table) ? table : { step: 'generate', ...rest, table }
}

function knownCapabilities(command: GenerateCommand): Command | Refused {
  const named =
    command.type === 'recordPledge'
      ? [command.pledge]
      : command.type === 'recordRequirement'
        ? [command.requirement]
        : command.type === 'recordRegister'
          ? [...command.requirements, ...command.pledges]
          : []
  const assumed =
    command.type === 'recordAssumption' ? capabilityAbout(command.assumption.about) : null
  const refused =
    refuseCapabilities(named) ?? (assumed === null ? null : refuseCode('the assumption', assumed))
  return refused ?? { step: 'generate', ...command }
}

function refuseCode(id: string, capability: string): Refused | null {
  const taxonomy = shippedTaxonomy()
  if (isRefused(taxonomy)) return taxonomy
  return taxonomy.codes.has(capability)
    ? null
    : {
        refused: `${id} has the capability ${capability}, which is no code; write one of ${[...taxonomy.capabilities.keys()].join(', ')}`,
      }
}

/** Why what is counted is not counted in the published codes and their units, or null. */
export function refuseCapabilities(
  named: readonly Pick<Pledge, 'id' | 'capability' | 'quantity'>[],
): Refused | null {
  const taxonomy = shippedTaxonomy()
  if (isRefused(taxonomy)) return taxonomy
  for (const { id, capability, quantity } of named) {
    const unknown = refuseCode(id, capability)
    if (unknown !== null) return unknown
    // An offer in another unit than its line fills nothing of it, and nobody would see why.
    const unit = taxonomy.capabilities.get(canonicalCode(taxonomy, capability))?.unit
    if (quantity.kind === 'range' && quantity.unit !== unit)
      return {
        refused: `${id} counts ${capability} in ${JSON.stringify(quantity.unit)}; write the unit ${JSON.stringify(unit)}`,
      }
  }
  return null
}
