import type { Location, Problem } from '../problem.ts'
import type { Placeholder } from '../workspace/template.ts'

/** How strict a plan is about variables. */
export interface UnsetVariables {
  /** An error, unless the plan is made elsewhere than on the runner, where they will be set. */
  readonly unsetVariables?: 'error' | 'warning' | undefined
}

/**
 * What is wrong with a placeholder that nothing answers.
 * @param user what has the placeholder, such as `The deployment "x"`.
 * @param without what would happen with it.
 * @param unsetVariables what a variable is that is not set.
 */
export function describeUnfilled(
  { text, name }: Placeholder,
  {
    user,
    without,
    location,
    unsetVariables = 'error',
  }: { user: string; without: string; location: Location } & UnsetVariables,
): Problem {
  if (name.startsWith('$')) {
    const variable = name.slice(1)
    return {
      code: 'environment-variable-unset',
      severity: unsetVariables,
      message: `${user} uses ${text}, and the environment variable ${variable} is not set. ${without}`,
      hint:
        unsetVariables === 'error'
          ? `Set ${variable} under "env:" of the workflow's step.`
          : `Make sure that ${variable} is set under "env:" of the workflow's step. Here it needn't be.`,
      location,
    }
  }
  return {
    code: 'placeholder-unknown',
    severity: 'error',
    message: `${user} uses ${text}, and no step before it gives that. ${without}`,
    hint: 'Check the id of the step and the name of its output. Before an image is built, only the outputs of run_shell_script steps are known, and {{ $NAME }}.',
    location,
  }
}
