// DuckDB's browser build asks for Arrow as a module of Node's kind would; Arrow has come before it, as a global.
"use strict";
var module = { exports: {} };
var exports = module.exports;
var require = () => Arrow;
