package dev.thaw.session;

import dev.thaw.session.Splitter.Piece;

/** A snippet with its way back to the cell as it was written. */
record WrittenPiece(String cell, Piece piece, Rewriting rewriting) {

  /** The place in the cell of a character of the rewritten snippet. */
  SourcePosition place(long offset) {
    return SourcePosition.at(cell, piece.offset() + rewriting.origin((int) Math.max(0, offset)));
  }

  /** The place in the cell of a line, counted from 1, of the rewritten snippet. */
  SourcePosition line(int number) {
    String text = rewriting.text();
    int at = 0;
    for (int line = 1; line < number; line++) {
      int newline = text.indexOf('\n', at);
      at = newline < 0 ? at : newline + 1;
    }
    return place(at).wholeLine();
  }
}
