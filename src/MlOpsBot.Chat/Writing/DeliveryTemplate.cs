using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Chat.Writing;

/// <summary>
/// JSON that is written once and sent many times: a card is the same for all who ask, but for the delivery's id in its buttons.
/// Immutable, thread-safe.
/// </summary>
public sealed class DeliveryTemplate
{
    /// <summary>Characters of an id as the store makes them (128 bits in base64url).</summary>
    public const int DeliveryLength = 22;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly byte[] _json;
    private readonly int[] _holes;

    /// <summary>Keeps JSON in which <see cref="Hole"/> stands for the delivery.</summary>
    /// <param name="json">The JSON: a value, or several with commas between.</param>
    public DeliveryTemplate(ReadOnlySpan<byte> json)
    {
        _json = json.ToArray();
        _holes = FindHoles(_json);
    }

    /// <summary>Stands where the id goes: as long, and of characters that need no escaping, but not those of an id.</summary>
    public static string Hole { get; } = "~delivery~".PadRight(DeliveryLength, '~');

    /// <summary>Whether an id fits: anything else is written the slow way.</summary>
    public static bool Fits(string? delivery) => delivery is { Length: DeliveryLength } && !delivery.AsSpan().ContainsAnyExcept(s_plain);

    /// <summary>Writes the JSON with an id that fits.</summary>
    public void WriteTo(Utf8JsonWriter writer, string delivery)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var rented = ArrayPool<byte>.Shared.Rent(_json.Length);
        var json = rented.AsSpan(0, _json.Length);
        _json.CopyTo(json);
        foreach (var hole in _holes)
        {
            Encoding.ASCII.GetBytes(delivery, json[hole..]);
        }

        writer.WriteRawValue(json, skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int[] FindHoles(ReadOnlySpan<byte> json)
    {
        var holes = new List<int>();
        var hole = Encoding.ASCII.GetBytes(Hole);
        for (var at = 0; json[at..].IndexOf(hole) is >= 0 and var next; at += next + hole.Length)
        {
            holes.Add(at + next);
        }

        return [.. holes];
    }
}
