/** Importing it starts the server. */
export {}
