/** The categories and editions that are known: add an edition's file here and nothing else. */
import type { Edition } from '../table.ts'
import { CAT001 } from './cat001.ts'
import { CAT002 } from './cat002.ts'
import { CAT021 } from './cat021.ts'
import { CAT034 } from './cat034.ts'
import { CAT048 } from './cat048.ts'
import { CAT062 } from './cat062.ts'
import { CAT065 } from './cat065.ts'

/** By category number; of its editions the first is used unless the feed's options choose another. */
export const CATEGORIES: ReadonlyMap<number, readonly Edition[]> = new Map([
  [1, CAT001],
  [2, CAT002],
  [21, CAT021],
  [34, CAT034],
  [48, CAT048],
  [62, CAT062],
  [65, CAT065],
])
