/** In characters, as the services count them. */
export const subjectMaxLength = 255;
