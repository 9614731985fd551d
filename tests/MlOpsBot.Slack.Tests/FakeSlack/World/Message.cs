using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A message as it stands, or stood: a change makes a new one with the same <see cref="Ts"/>. Immutable.</summary>
/// <param name="Channel">Where.</param>
/// <param name="Ts">Its name in the channel.</param>
/// <param name="Author">The user who wrote it; the bot's user for the bot's.</param>
internal sealed record Message(string Channel, string Ts, string Author)
{
    public string? ThreadTs { get; init; }

    /// <summary>The text as Slack has it: escaped, with mentions.</summary>
    public string Text { get; init; } = "";

    public JsonElement? Blocks { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>The only user who sees it; null for everybody in the channel.</summary>
    public string? OnlyFor { get; init; }

    public bool IsFromBot { get; init; }

    public bool IsEdited { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>Whether unfurling of links was left on.</summary>
    public bool Unfurls { get; init; }

    /// <summary>Everybody and everything that the message would mention or link to.</summary>
    public ImmutableArray<Mention> Mentions { get; init; } = [];

    public bool IsEphemeral => OnlyFor is not null;

    /// <summary>The delivery's id in the metadata; null if there is none.</summary>
    public string? DeliveryId => Metadata is { } metadata
        && metadata.TryGetProperty("event_payload", out var payload) && payload.TryGetProperty("delivery_id", out var id) ? id.GetString() : null;

    /// <summary>The thread that an answer to this message belongs to.</summary>
    public string Thread => ThreadTs ?? Ts;

    /// <summary>What a reader sees, line by line.</summary>
    public string Read() => BlockText.Of(this);

    /// <summary>Everything that can be pressed, in order.</summary>
    public ImmutableArray<Control> Controls => Control.In(Blocks);
}

/// <summary>A Home tab or modal as it stands. Immutable.</summary>
/// <param name="Id">Slack's id.</param>
/// <param name="User">Who sees it.</param>
/// <param name="Body">The whole view, with <c>id</c>, <c>hash</c> and <c>block_id</c>s.</param>
/// <param name="Hash">Changes with every change.</param>
internal sealed record View(string Id, string User, JsonElement Body, string Hash)
{
    public string Root { get; init; } = Id;

    public string? Previous { get; init; }

    public ImmutableArray<Mention> Mentions { get; init; } = [];

    public bool IsHome => Body.GetProperty("type").GetString() == "home";

    public string? CallbackId => Body.TryGetProperty("callback_id", out var id) ? id.GetString() : null;

    public string Title => Body.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.Object ? title.GetProperty("text").GetString()! : "";

    public JsonElement Blocks => Body.GetProperty("blocks");

    public ImmutableArray<Control> Controls => Control.In(Blocks);

    /// <summary>What a reader sees, line by line.</summary>
    public string Read() => BlockText.Of(this);
}

/// <summary>What happened in the world, in order. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
internal sealed record Change(int Number, ChangeKind Kind, DateTimeOffset At)
{
    public Message? Message { get; init; }

    public View? View { get; init; }

    /// <summary>What the message was an answer to the press or command of, through a <c>response_url</c> or the response itself; null otherwise.</summary>
    public string? Through { get; init; }
}

internal enum ChangeKind
{
    Posted,
    Updated,
    Deleted,
    HomePublished,
    ModalOpened,
    ModalUpdated,
    ModalClosed,
    Status,
    Prompts,
}
