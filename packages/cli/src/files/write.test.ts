/**
 * Goal: what a command writes is there whole or not at all, and never in place of what it reads, whatever the file is called.
 * Method: a directory of its own with files and links; each name is refused or written.
 */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  linkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { needWritable, writeJson, writeWhole } from './write.ts'

let dir = ''
const file = (name: string): string => join(dir, name)

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-write-'))
  writeFileSync(file('model.json'), 'model')
  writeFileSync(file('other.json'), 'other')
  symlinkSync(file('model.json'), file('link.json'))
  linkSync(file('model.json'), file('hard.json'))
  mkdirSync(file('locked'))
  chmodSync(file('locked'), 0o500)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('what would be lost is refused', () => {
  test.each(['model.json', './model.json', 'locked/../model.json', 'link.json', 'hard.json'])(
    '%s is the model',
    (name) => {
      expect(() => needWritable(`${dir}/${name}`, [file('model.json')])).toThrow(
        /would write over .*model\.json, which is read; name another file/,
      )
    },
  )

  test('the model through a link is the model', () => {
    expect(() => needWritable(file('model.json'), [file('link.json')])).toThrow(/would write over/)
  })

  test('another file may be written over, and a new one made', () => {
    needWritable(file('other.json'), [file('model.json')])
    needWritable(file('new.json'), [file('model.json'), file('absent.json')])
    expect(readFileSync(file('other.json'), 'utf8')).toBe('other')
  })

  test.each([
    ['', /has no name/],
    ['.', /is a directory/],
    ['no/new.json', /there is no directory/],
    ['model.json/new.json', /there is no directory/],
  ])('"%s" is told', (name, reason) => {
    expect(() => needWritable(name === '' ? '' : file(name))).toThrow(reason)
  })

  test('a directory that is locked is told, to root when it writes', () => {
    const locked = file('locked/new.json')
    if (process.getuid?.() === 0) expect(() => needWritable(locked)).not.toThrow()
    else expect(() => needWritable(locked)).toThrow(/nothing may be written in/)
  })
})

describe('what is written', () => {
  test('a link stays a link, and what it points to is new', () => {
    symlinkSync(file('other.json'), file('to-other.json'))
    writeJson(file('to-other.json'), { a: 1 })
    expect(lstatSync(file('to-other.json')).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(file('other.json'), 'utf8'))).toEqual({ a: 1 })
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('a device is written as it is', () => {
    writeWhole('/dev/null', 'x')
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('what cannot be written leaves nothing behind', () => {
    mkdirSync(file('full'))
    writeFileSync(file('full/inside'), '')
    expect(() => writeWhole(file('full'), 'x')).toThrow(/cannot be written .*name another/)
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
