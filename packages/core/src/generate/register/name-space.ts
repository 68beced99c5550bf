/**
 * Ids of what can be kept from others. An id that is "taken" by what one may not see tells that it is there, and whoever
 * tries ids one by one learns what a nation promised in confidence. So whoever records a pledge, a minute or an assumption
 * about a pledge gives it an id of their own name space: their nation's code and a hyphen or a dot, `ZZZ-` for the mission's
 * staff. Nobody else begins a new id so; then an id can be taken only by what its own nation recorded, which it sees. An id
 * that is seen is amended as it stands, whatever it is called: what ships (`GBR-1`) and older logs keep theirs.
 */
import type { Actor } from '../../nations/index.ts'
import type { Refused } from '../../units/index.ts'

const isOf = (id: string, code: string): boolean =>
  id.startsWith(`${code}-`) || id.startsWith(`${code}.`)

/** Whether the id lies in a name space that is not the actor's. */
const isAnothers = (id: string, { nation }: Actor): boolean =>
  /^[A-Z]{3}[-.]/.test(id) && !isOf(id, nation)

const refused = (what: string, id: string, { nation }: Actor): Refused => ({
  refused: `${what} ${id}: what you record anew has an id that begins with ${nation}-; write for instance ${nation}-${id}`,
})

/**
 * Why the actor may not give a new thing that can be hidden that id, or null. It looks at the id and the actor alone, so that
 * it answers the same whatever is on record. What ships is the deployment's own and is named by its documents.
 */
export const refuseHiddenName = (what: string, id: string, actor: Actor): Refused | null =>
  actor.role === 'system' || isOf(id, actor.nation) ? null : refused(what, id, actor)

/** The same for what everybody of the office sees, and so may have any id that is in nobody else's name space. */
export const refuseOpenName = (what: string, id: string, actor: Actor): Refused | null =>
  actor.role === 'system' || !isAnothers(id, actor) ? null : refused(what, id, actor)
