// What pages can do beyond reading and sending forms. Everything works without it, only slower.
"use strict";
