/**
 * Ends a run with one plain line that any CI can read, and holds the run to two rules: at least one test executed,
 * and, where HOLDFAST_SKIPS is set to `listed`, no test skipped but those that tests/skips.json names with a reason.
 */
import { readFileSync } from 'node:fs'

/** @type {import('vitest/node').Reporter} */
export default class SkipReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    const cases = modules.flatMap((module) => [...module.children.allTests()])
    const named = (/** @type {string} */ state) =>
      cases
        .filter((test) => test.result().state === state)
        .map((test) => `${test.module.relativeModuleId} > ${test.fullName}`)
    const [passed, failed, skipped] = [named('passed'), named('failed'), named('skipped')]
    const broken = modules.filter((module) => module.errors().length > 0).length
    if (process.env['HOLDFAST_SKIPS'] === 'listed') {
      /** @type {{ test: string, reason: string }[]} */
      const listed = JSON.parse(readFileSync(new URL('../skips.json', import.meta.url), 'utf8'))
      const unlisted = skipped.filter((name) => !listed.some((skip) => name.includes(skip.test)))
      for (const name of unlisted)
        process.stdout.write(`skipped without a reason in tests/skips.json: ${name}\n`)
      if (unlisted.length > 0) process.exitCode = 1
    }
    if (passed.length + failed.length === 0) process.exitCode = 1
    process.stdout.write(
      `\n${passed.length} passed, ${failed.length + broken} failed, ${skipped.length} skipped\n`,
    )
  }
}
