import { describe, expect, test } from '@jest/globals'
import { withoutBox } from '../../src/prefect/plain-output.ts'

describe(withoutBox.name, () => {
  test.each([
    ['╭──────────────╮', undefined],
    ['╰──────────────╯', undefined],
    ['   ', undefined],
    ['', undefined],
    ['│ Deploying revenue--prod      │', 'Deploying revenue--prod'],
    ['View Deployment in UI: http://127.0.0.1/x', 'View Deployment in UI: http://127.0.0.1/x'],
    ['    indented  ', '    indented'],
    ['a │ b', 'a │ b'],
    ['---', '---'],
  ])('%j', (line, said) => {
    expect(withoutBox(line)).toBe(said)
  })
})
