// The studio's curve while a finger moves it: value and slope.
export {};
