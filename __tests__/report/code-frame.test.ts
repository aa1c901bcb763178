import { describe, expect, test } from '@jest/globals'
import { drawCodeFrame } from '../../src/report/code-frame.ts'

const draw = (lines: readonly string[], line?: number, column?: number) =>
  drawCodeFrame(
    lines,
    { path: 'a.yaml', ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    (_, text) => text,
  )

describe(drawCodeFrame.name, () => {
  test('the line between its neighbours', () => {
    expect(draw(['a: 1', 'b: two', 'c: 3', 'd: 4'], 2, 4)).toEqual([
      '  1 | a: 1',
      '> 2 | b: two',
      '    |    ^',
      '  3 | c: 3',
    ])
  })

  test('the first and the last line', () => {
    expect(draw(['a: 1', ''], 1)).toEqual(['> 1 | a: 1', '    | ^'])
  })

  test('numbers of two lengths', () => {
    expect(draw(Array<string>(12).fill('x'), 9, 1)).toEqual(['   8 | x', '>  9 | x', '     | ^', '  10 | x'])
  })

  test('tabs and letters of several marks', () => {
    expect(draw(['\tsa\u0303o: x'], 1, 8)).toEqual(['> 1 |  sa\u0303o: x', '    |       ^'])
  })

  test('no more of a long line than fits a screen', () => {
    const [row = '', mark = ''] = draw([`${'a'.repeat(5000)}b${'c'.repeat(5000)}`], 1, 5001)
    expect(row).toBe(`> 1 | ${'a'.repeat(60)}b${'c'.repeat(59)}`)
    expect(row[mark.indexOf('^')]).toBe('b')
  })

  test('nothing that a terminal or the runner would heed', () => {
    const frame = draw(['\u001b[2J\u001b]0;x\u0007a\rb\u009b1mc\u202ed', '##[error]x'], 1, 1)
    expect(frame.join('\n')).not.toMatch(/(?!\n)[\p{Cc}\u202e]|##\[/u)
  })

  test.each([[undefined], [3]])('nothing of line %s, which is not there', (line) => {
    expect(draw(['a', 'b'], line)).toEqual([])
  })
})
