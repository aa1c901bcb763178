import { jest } from '@jest/globals'

// Several runs of the action and of git share the processors, on CI's machines and on slower ones.
jest.setTimeout(60_000)
