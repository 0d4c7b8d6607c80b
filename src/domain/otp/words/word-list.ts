/** Words and phrases that are parted by commas, on as many lines as it takes. */
export function wordList(text: string): string[] {
  return text.split(',').map((word) => word.trim().replace(/\s+/g, ' '));
}
