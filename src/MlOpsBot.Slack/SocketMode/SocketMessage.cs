using System.Buffers;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Slack.SocketMode;

/// <summary>A message that Slack sends through a socket. Immutable.</summary>
internal abstract record SocketMessage
{
    private const int MostLifeSeconds = 7 * 24 * 60 * 60;

    /// <summary>Reads a message; null for JSON that is no message of Slack's, or no JSON.</summary>
    /// <param name="message">UTF-8.</param>
    public static SocketMessage? Read(ReadOnlyMemory<byte> message)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(message);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }

        try
        {
            return root.Text("type") switch
            {
                "hello" => Hello(root),
                "disconnect" => new DisconnectMessage(Word(root.Text("reason"))),
                var type when root.Id("envelope_id") is { } id => new Envelope(id, Word(type), root.Member("payload"), root.IsTrue("accepts_response_payload")),
                { } type => new OtherMessage(Word(type)),
                null => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair where a word should be.
            return null;
        }
    }

    /// <summary>The acknowledgement of an envelope.</summary>
    /// <param name="envelope">Which.</param>
    /// <param name="payload">UTF-8 JSON to answer with; left out where it is empty or the envelope takes none.</param>
    public static ReadOnlyMemory<byte> Acknowledge(Envelope envelope, ReadOnlyMemory<byte> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length + 96);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("envelope_id"u8, envelope.Id);
            if (envelope.TakesPayload && !payload.IsEmpty)
            {
                writer.WritePropertyName("payload"u8);
                writer.WriteRawValue(payload.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static HelloMessage Hello(JsonElement root)
    {
        var life = root.Member("debug_info").Member("approximate_connection_time");
        var connections = root.Member("num_connections");
        return new HelloMessage(
            connections.ValueKind == JsonValueKind.Number && connections.TryGetInt32(out var count) ? count : null,
            life.ValueKind == JsonValueKind.Number && life.TryGetInt32(out var seconds) && seconds is > 0 and < MostLifeSeconds
                ? TimeSpan.FromSeconds(seconds)
                : null);
    }

    // What goes to the log is a word of Slack's, or nothing.
    private static string Word(string? text) => PayloadJson.IsId(text) ? text : "?";
}

/// <summary>Slack's greeting.</summary>
/// <param name="Connections">How many links of this app Slack counts; null if it does not say.</param>
/// <param name="Life">How long links live; null if it does not say.</param>
internal sealed record HelloMessage(int? Connections, TimeSpan? Life) : SocketMessage;

/// <summary>Slack wants the link gone.</summary>
/// <param name="Reason">Slack's word for why.</param>
internal sealed record DisconnectMessage(string Reason) : SocketMessage;

/// <summary>Something to be handled and acknowledged.</summary>
/// <param name="Id">Names it in the acknowledgement.</param>
/// <param name="Type"><c>events_api</c>, <c>slash_commands</c>, <c>interactive</c>, or one that is not known.</param>
/// <param name="Payload">What an HTTP request would carry; undefined where there is none.</param>
/// <param name="TakesPayload">Whether the acknowledgement may carry an answer.</param>
internal sealed record Envelope(string Id, string Type, JsonElement Payload, bool TakesPayload) : SocketMessage;

/// <summary>A message that asks for nothing, as far as is known.</summary>
/// <param name="Type">Slack's word for it.</param>
internal sealed record OtherMessage(string Type) : SocketMessage;
