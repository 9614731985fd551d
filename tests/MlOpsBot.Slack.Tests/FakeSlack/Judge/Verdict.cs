using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

internal enum BlockSurface
{
    Message,
    Modal,
    Home,
}

/// <summary>What is wrong with blocks, collected in Slack's words: <c>[ERROR] … [json-pointer:/blocks/0/…]</c>. For one payload and thread.</summary>
internal sealed class Verdict(BlockSurface surface)
{
    private readonly ImmutableArray<string>.Builder _findings = ImmutableArray.CreateBuilder<string>();

    public BlockSurface Surface { get; } = surface;

    /// <summary>All text of the blocks together, in UTF-16 units.</summary>
    public int TextLength { get; private set; }

    /// <summary>The text of <c>markdown</c> blocks together.</summary>
    public int MarkdownLength { get; set; }

    public HashSet<string> ActionIds { get; } = [];

    public HashSet<string> BlockIds { get; } = [];

    public bool IsFocused { get; set; }

    public bool HasInput { get; set; }

    public int Tables { get; set; }

    public ImmutableArray<string> Findings => _findings.ToImmutable();

    public void Fault(string pointer, string what) => _findings.Add($"[ERROR] {what} [json-pointer:{pointer}]");

    public void Count(string text) => TextLength += text.Length;

    /// <summary>A string within limits; null, with a finding, if it is not.</summary>
    public string? Text(JsonElement value, string pointer, int least, int most)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(pointer, "expected a string");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length < least)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"must be more than {least - 1} characters"));
        }
        else if (text.Length > most)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"must be less than {most + 1} characters"));
        }
        else if (text.Any(letter => letter != '\n' && letter != '\t' && letter != '\r' && char.IsControl(letter)))
        {
            Fault(pointer, "control character");
        }

        return text;
    }

    /// <summary>The items of a list within limits; none, with a finding, if it is no list.</summary>
    public IEnumerable<(JsonElement Item, string Pointer)> Items(JsonElement value, string pointer, int least, int most)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(pointer, "expected an array");
            return [];
        }

        var count = value.GetArrayLength();
        if (count < least)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"no fewer than {least} items required"));
        }

        if (count > most)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"no more than {most} items allowed"));
        }

        return value.EnumerateArray().Select((item, index) => (item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}")));
    }
}
