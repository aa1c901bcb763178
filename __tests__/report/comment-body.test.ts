import { describe, expect, test } from '@jest/globals'
import { commentMarker, makeComment } from '../../src/report/comment-body.ts'

const place = { environment: 'prod', runUrl: 'https://github.example/o/r/actions/runs/1' }

describe(commentMarker.name, () => {
  test('is hidden, and another one for each environment', () => {
    expect(commentMarker('prod')).toBe('<!-- deploy-prefect-pipelines: plan for prod -->')
    expect(commentMarker('a--> b')).toBe('<!-- deploy-prefect-pipelines: plan for a-%2D%3E%20b -->')
  })
})

describe(makeComment.name, () => {
  test('a summary as it is, with its marker first and the run last', () => {
    expect(makeComment('## Plan\n', place)).toBe(
      `${commentMarker('prod')}\n## Plan\n\n[The run](https://github.example/o/r/actions/runs/1)\n`,
    )
  })

  const line = 'x'.repeat(99)
  test.each([
    ['text', `${line}\n`, ''],
    ['a block of code', `${line}\n`, '````diff\n'],
    ['a fold', `${line}\n`, '<details><summary>a</summary>\n\n'],
    ['a block in a fold', `${line}\n`, '<details><summary>a</summary>\n\n```text\n'],
  ])('%s that is too long is cut, and closed', (_, repeated, start) => {
    const body = makeComment(`## Plan\n\n${start}${repeated.repeat(1000)}`, place)
    expect(body.length).toBeLessThanOrEqual(65_535)
    expect(body.length).toBeGreaterThan(64_000)
    expect(body).toContain("The rest is in [the run's summary]")
    expect(body.split('<details>')).toHaveLength(body.split('</details>').length)
    expect((body.match(/^`{3,}/gm) ?? []).length % 2).toBe(0)
  })

  test('a block that holds what looks like a fold opens none', () => {
    const body = makeComment(`\`\`\`text\n<details>\n\`\`\`\n${`${line}\n`.repeat(1000)}`, place)
    expect(body).not.toContain('</details>')
  })
})
