import { describe, expect, test } from '@jest/globals'
import { drawTimeline } from '../../src/report/timeline.ts'
import { lines } from '../builders/text.ts'

const span = { section: 'Images', label: 'revenue-1', from: 1000, to: 3500 }

describe(drawTimeline.name, () => {
  test('a run without spans has none', () => {
    expect(drawTimeline([], 0)).toBe('')
  })

  test('draws each section with its bars, in milliseconds since the start', () => {
    const spans = [
      { section: 'Checks', label: 'uv.lock', from: 1000, to: 1200 },
      span,
      { section: 'Prefect', label: 'revenue', from: 4000, to: 5000 },
      { ...span, label: 'costs-1', to: 2000 },
    ]
    expect(`${drawTimeline(spans, 1000)}\n`).toBe(
      lines(
        '```mermaid',
        'gantt',
        '  dateFormat x',
        '  axisFormat %M:%S',
        '  section Checks',
        '  uv.lock 0.2 s :0, 200',
        '  section Images',
        '  revenue-1 2.5 s :0, 2500',
        '  costs-1 1.0 s :0, 1000',
        '  section Prefect',
        '  revenue 1.0 s :3000, 4000',
        '```',
      ),
    )
  })

  test('what took no time is still drawn', () => {
    expect(drawTimeline([{ ...span, to: 1000 }], 1000)).toContain('revenue-1 0.0 s :0, 1\n')
  })

  test.each([
    ['a:b', 'a b'],
    ['a;b', 'a b'],
    ['a#b', 'a b'],
    ['a,b', 'a b'],
    ['a%%b', 'a  b'],
    ['a{b}', 'a b'],
    ['```', ''],
    ['a\nsection evil', 'a section evil'],
    ['a\r\nb', 'a  b'],
  ])('the label %j is no syntax of Mermaid', (label, shown) => {
    expect(
      drawTimeline([{ ...span, label, section: label }], 1000)
        .split('\n')
        .slice(4),
    ).toEqual([`  section ${shown}`, `  ${shown} 2.5 s :0, 2500`, '```'])
  })
})
