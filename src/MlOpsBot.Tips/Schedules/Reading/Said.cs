using System.Collections.Immutable;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>What somebody wrote, in pieces, with the words behind them for quoting. Immutable.</summary>
/// <param name="Text">The prepared text.</param>
/// <param name="Pieces">Its pieces.</param>
internal sealed record Said(string Text, ImmutableArray<Token> Pieces)
{
    /// <summary>A piece; nothing where there is none.</summary>
    public Token this[int at] => at >= 0 && at < Pieces.Length ? Pieces[at] : new Token(TokenKind.Sign, "", Text.Length, Text.Length);

    /// <summary>Whether a piece is one of some words.</summary>
    public bool Is(int at, params ReadOnlySpan<string> words)
    {
        var piece = this[at];
        foreach (var word in words)
        {
            if (piece.Is(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a piece follows the one before without a blank.</summary>
    public bool IsGlued(int at) => at > 0 && at < Pieces.Length && Pieces[at].Start == Pieces[at - 1].End;

    /// <summary>Pieces as they were written.</summary>
    public string Raw(int from, int end) => from < end && from < Pieces.Length ? Text[this[from].Start..this[end - 1].End] : "";

    /// <summary>The next piece that is neither a comma, a dot nor the like.</summary>
    public int PastDots(int at)
    {
        while (this[at].Kind == TokenKind.Sign && this[at].Text is "." or "," or ";" or ":")
        {
            at++;
        }

        return at;
    }
}
