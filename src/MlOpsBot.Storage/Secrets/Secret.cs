namespace MlOpsBot.Storage.Secrets;

/// <summary>A text that does not show itself: logged, interpolated or inspected, it is three dots. Immutable.</summary>
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _text;

    /// <summary>Hides a text.</summary>
    public Secret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>The text itself, to be sent where it belongs and nowhere else.</summary>
    public string Reveal() => _text;

    /// <summary>Three dots.</summary>
    public override string ToString() => "…";

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
