// The few words that scripts say themselves; everything else comes written from the server.
const isEnglish = document.documentElement.lang.startsWith("en");

export const inWords = (chinese, english) => (isEnglish ? english : chinese);
