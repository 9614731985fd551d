using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>One result of the search box. Immutable.</summary>
/// <param name="Preview">What the list shows, as JSON.</param>
/// <param name="Card">The card that is inserted.</param>
internal sealed record SearchResult(JsonElement Preview, Card Card)
{
    public string Title => Preview.TryGetProperty("content", out var content) ? content.Text("title") : "";

    public string Text => Preview.TryGetProperty("content", out var content) ? content.Text("text") : "";
}

/// <summary>What the bot answered an invoke with. Immutable.</summary>
/// <param name="Delivery">Its way to the bot.</param>
/// <param name="Conversation">Where it was done.</param>
/// <param name="Message">The message it was about; null for none.</param>
internal sealed record InvokeAnswer(Delivery Delivery, string Conversation, string? Message)
{
    private const string TextType = "application/vnd.microsoft.activity.message";

    public Receipt Receipt => Delivery.Receipts[0];

    /// <summary>The status; 0 if none came in time.</summary>
    public int Status => Receipt.Status;

    /// <summary>The body; undefined for none, or what is no JSON.</summary>
    public JsonElement Body
    {
        get
        {
            try
            {
                return Receipt.Body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(Receipt.Body);
            }
            catch (JsonException)
            {
                return default;
            }
        }
    }

    /// <summary>The card that a button is answered with; null for another answer.</summary>
    public Card? Card => Body.Text("type") == FakeTeams.Card.ContentType ? new Card(Body.GetProperty("value"), Conversation, Message) : null;

    /// <summary>The text that a button is answered with; null for another answer.</summary>
    public string? Text => Body.Text("type") == TextType ? Body.Text("value") : null;

    /// <summary>What the search box shows.</summary>
    public ImmutableArray<SearchResult> Results => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("composeExtension", out var extension)
        ? [.. extension.Items("attachments").Select(attachment => new SearchResult(
            attachment.TryGetProperty("preview", out var preview) ? preview : default,
            new Card(attachment.GetProperty("content"), Conversation, null)))]
        : [];

    /// <summary>The card in the dialog that a message action opens; null for another answer.</summary>
    public Card? Dialog => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("task", out var task) && task.Text("type") == "continue"
        ? new Card(task.GetProperty("value").GetProperty("card").GetProperty("content"), Conversation, Message)
        : null;

    /// <summary>Fails where Teams would say "Unable to reach app": not in time, another status than 200, another shape.</summary>
    public void CheckCardAction()
    {
        Status.ShouldBe(200, Delivery.ToString());
        Body.ValueKind.ShouldBe(JsonValueKind.Object, Receipt.Body);
        Body.GetProperty("statusCode").GetInt32().ShouldBeInRange(200, 599);
        Body.Text("type").ShouldBeOneOf(FakeTeams.Card.ContentType, TextType, "application/vnd.microsoft.error");
        if (Card is { } card)
        {
            CardRules.Find(card.Json, isDialog: false).ShouldBeNull(card.Json.GetRawText());
        }
    }

    /// <summary>Fails where the dialog would show an error.</summary>
    public void CheckDialog()
    {
        Status.ShouldBe(200, Delivery.ToString());
        if (Dialog is { } dialog)
        {
            CardRules.Find(dialog.Json, isDialog: true).ShouldBeNull(dialog.Json.GetRawText());
        }
        else if (Body.TryGetProperty("composeExtension", out _))
        {
            CheckSearch();
        }
        else
        {
            Body.GetProperty("task").Text("type").ShouldBe("message", Receipt.Body);
        }
    }

    /// <summary>Fails where the search box would show an error.</summary>
    public void CheckSearch()
    {
        Status.ShouldBe(200, Delivery.ToString());
        var extension = Body.GetProperty("composeExtension");
        extension.Text("type").ShouldBeOneOf("result", "message");
        extension.Items("attachments").Count().ShouldBeLessThanOrEqualTo(50);
        foreach (var result in Results)
        {
            CardRules.Find(result.Card.Json, isDialog: false).ShouldBeNull(result.Card.Json.GetRawText());
            result.Title.ShouldNotBeEmpty();
        }
    }
}
