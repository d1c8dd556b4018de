/** The words that stand for what this phone no longer knows. */

export const UNKNOWN_PUPIL = "A pupil no longer on your list";
