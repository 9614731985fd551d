using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A message that was written to the bot. Immutable.</summary>
/// <param name="Message">The message.</param>
/// <param name="Delivery">Its way to the bot.</param>
/// <param name="Since">The number of the last change before it.</param>
internal sealed record Written(Message Message, Delivery Delivery, int Since);

/// <summary>
/// What people do in Teams. A verb that begins with <c>Send</c> ends when the bot was told; the others wait for what the person
/// sees then.
/// </summary>
internal static class Verbs
{
    /// <summary>Writes to the bot, in the personal chat unless another is named, and waits for the answer.</summary>
    public static async Task<Message> SayAsync(this Person person, string text, TeamsChat? chat = null, string? thread = null)
        => await person.AnswerAsync(await person.SendSayAsync(text, chat, thread));

    /// <summary>Writes as <see cref="FakeTeamsServer.Robin"/>, and waits for the answer.</summary>
    public static Task<Message> SayAsync(this FakeTeamsServer teams, string text, TeamsChat? chat = null) => teams.Robin.SayAsync(text, chat);

    /// <summary>Writes to the bot.</summary>
    /// <param name="person">Who.</param>
    /// <param name="text">What is typed after the mention.</param>
    /// <param name="chat">Where; null for the personal chat.</param>
    /// <param name="thread">The message that the thread of a channel begins with; null for a new thread.</param>
    /// <param name="mentions">Whether the bot is mentioned; null for everywhere but in the personal chat.</param>
    public static async Task<Written> SendSayAsync(this Person person, string text, TeamsChat? chat = null, string? thread = null, bool? mentions = null)
    {
        var teams = person.Server;
        chat ??= teams.World.Personal(person);
        var id = teams.World.NewId();
        var conversation = chat.Kind == ConversationKind.Channel ? chat.Thread(thread ?? id) : chat.Id;
        var activity = new Activities(teams).Message(person, chat, conversation, id, text, mentions ?? chat.Kind != ConversationKind.Personal);
        var message = new Message(conversation, id, person, Frozen.Of(activity));
        teams.World.Note(ChangeKind.Posted, message);
        var since = teams.World.LastChange;
        return new Written(message, await teams.SendAsync(activity), since);
    }

    /// <summary>The bot's next message in the conversation.</summary>
    public static Task<Message> AnswerAsync(this Person person, Written written) => person.Server.NextAsync(written.Message.Conversation, written.Since);

    /// <summary>The bot's first message in a conversation after a change.</summary>
    public static Task<Message> NextAsync(this FakeTeamsServer teams, string conversation, int since) => teams.World.UntilAsync(
        () => teams.World.Changes.Skip(since)
            .FirstOrDefault(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true } && change.Message.Conversation == conversation)?.Message,
        $"a message of the bot in {conversation}");

    /// <summary>Presses a button of <c>Action.Execute</c>, by its title or verb, with what is entered on the card.</summary>
    public static async Task<InvokeAnswer> PressAsync(this Person person, Card card, string what, params (string Input, string Value)[] entered)
    {
        var button = card.Find(what);
        button.Type.ShouldBe("Action.Execute", what);
        var data = (Activities.Node(button.Data) ?? new JsonObject()).AsObject();
        foreach (var (input, value) in card.Entered(button, entered))
        {
            data[input] = value;
        }

        var action = new JsonObject { ["type"] = button.Type, ["title"] = button.Title, ["verb"] = button.Verb, ["data"] = data };
        var answer = await person.InvokeAsync(card.Conversation, "adaptiveCard/action", new JsonObject { ["action"] = action, ["trigger"] = "manual" }, card.Message);
        answer.CheckCardAction();
        person.Show(answer);
        return answer;
    }

    /// <summary>Presses a button in a client that knows <c>Action.Submit</c> alone; the bot is told by a message.</summary>
    public static Task<Delivery> SendSubmitAsync(this Person person, Card card, string what, params (string Input, string Value)[] entered)
    {
        var button = card.Find(what);
        button = button.Type == "Action.Execute" ? button.Fallback ?? button : button;
        button.Type.ShouldBe("Action.Submit", what);
        var value = (Activities.Node(button.Data) ?? new JsonObject()).AsObject();
        foreach (var (input, text) in card.Entered(button, entered))
        {
            value[input] = text;
        }

        return person.Server.SendAsync(new Activities(person.Server).Submit(person, person.ChatOf(card.Conversation), card, value));
    }

    /// <summary>Presses a button in a client that knows <c>Action.Submit</c> alone, and waits for the new message.</summary>
    public static async Task<Message> SubmitAsync(this Person person, Card card, string what, params (string Input, string Value)[] entered)
    {
        var since = person.Server.World.LastChange;
        await person.SendSubmitAsync(card, what, entered);
        return await person.Server.NextAsync(card.Conversation, since);
    }

    /// <summary>Gives a thumb in Teams' own feedback loop, with a word why or an empty one.</summary>
    public static Task<InvokeAnswer> RateAsync(this Person person, Message message, bool isUp, string why = "") => person.InvokeAsync(
        message.Conversation,
        "message/submitAction",
        new JsonObject
        {
            ["actionName"] = "feedback",
            ["actionValue"] = new JsonObject
            {
                ["reaction"] = isUp ? "like" : "dislike",
                ["feedback"] = new JsonObject { ["feedbackText"] = why }.ToJsonString(),
            },
        },
        message.Id);

    /// <summary>Types into the search box beside the message being written; an empty text is the state before typing.</summary>
    public static async Task<InvokeAnswer> SearchAsync(this Person person, string text, TeamsChat? chat = null, int skip = 0, int count = 25)
    {
        var parameter = text.Length == 0
            ? new JsonObject { ["name"] = "initialRun", ["value"] = "true" }
            : new JsonObject { ["name"] = "q", ["value"] = text };
        var answer = await person.InvokeAsync((chat ?? person.Server.World.Personal(person)).Id, "composeExtension/query", new JsonObject
        {
            ["commandId"] = "search",
            ["parameters"] = new JsonArray(parameter),
            ["queryOptions"] = new JsonObject { ["skip"] = skip, ["count"] = count },
        });
        answer.CheckSearch();
        return answer;
    }

    /// <summary>Uses "Who owns this?" on a message; the answer opens a dialog.</summary>
    public static async Task<InvokeAnswer> PointAsync(this Person person, Message message)
    {
        var answer = await person.InvokeAsync(message.Conversation, "composeExtension/fetchTask", new JsonObject
        {
            ["commandId"] = "whoOwnsThis",
            ["commandContext"] = "message",
            ["messagePayload"] = new JsonObject
            {
                ["id"] = message.Id,
                ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<div>{System.Net.WebUtility.HtmlEncode(message.Text)}</div>" },
            },
        });
        answer.CheckDialog();
        return answer;
    }

    /// <summary>Presses a button in a dialog; the answer is another card in it, or the card that goes into the message being written.</summary>
    public static async Task<InvokeAnswer> PressInDialogAsync(this Person person, Card dialog, string what)
    {
        var button = dialog.Find(what);
        button.Type.ShouldBe("Action.Submit", what);
        var answer = await person.InvokeAsync(dialog.Conversation, "composeExtension/submitAction", new JsonObject
        {
            ["commandId"] = "whoOwnsThis",
            ["commandContext"] = "message",
            ["data"] = Activities.Node(button.Data),
        });
        answer.CheckDialog();
        return answer;
    }

    /// <summary>Posts a card that the bot gave for a message being written: it is the person's own message then.</summary>
    public static Message Insert(this Person person, Card card, TeamsChat chat)
    {
        var teams = person.Server;
        var id = teams.World.NewId();
        var message = new Message(chat.Kind == ConversationKind.Channel ? chat.Thread(id) : chat.Id, id, person, CardOnly(card));
        teams.World.Note(ChangeKind.Posted, message);
        return message;
    }

    /// <summary>Invokes and waits for the answer, which may be anything.</summary>
    public static async Task<InvokeAnswer> InvokeAsync(this Person person, string conversation, string name, JsonNode value, string? replyTo = null)
    {
        var body = new Activities(person.Server).Invoke(person, person.ChatOf(conversation), conversation, name, value, replyTo);
        var delivery = await person.Server.Deliveries.SendAsync(new Outgoing(OutgoingKind.Interaction, body["id"]!.GetValue<string>(), body));
        return new InvokeAnswer(delivery, conversation, replyTo);
    }

    /// <summary>Installs the app where the person is: Teams says it twice.</summary>
    public static async Task<IReadOnlyList<Delivery>> SendInstallAsync(this Person person, TeamsChat? chat = null)
    {
        chat ??= person.Server.World.Personal(person);
        chat.HasBot = true;
        var activities = new Activities(person.Server);
        return await Task.WhenAll(
            person.Server.SendAsync(activities.Installation(person, chat, "add")),
            person.Server.SendAsync(activities.Members(person, chat, added: true, person.Server.BotId)));
    }

    /// <summary>Installs the app, and waits for the welcome.</summary>
    public static async Task<Message> InstallAsync(this Person person, TeamsChat? chat = null)
    {
        chat ??= person.Server.World.Personal(person);
        var since = person.Server.World.LastChange;
        await person.SendInstallAsync(chat);
        return await person.Server.NextAsync(chat.Id, since);
    }

    /// <summary>Removes the app.</summary>
    public static Task<Delivery> SendRemoveAsync(this Person person, TeamsChat? chat = null)
    {
        chat ??= person.Server.World.Personal(person);
        chat.HasBot = false;
        return person.Server.SendAsync(new Activities(person.Server).Installation(person, chat, "remove"));
    }

    /// <summary>Something happens to a channel or its team: <c>channelDeleted</c>, <c>teamArchived</c>, …</summary>
    public static Task<Delivery> SendHappenedAsync(this Person person, TeamsChat chat, string eventType)
        => person.Server.SendAsync(new Activities(person.Server).Happened(person, chat, eventType));

    /// <summary>Sends an activity as it is; again after 15 seconds without an acknowledgement.</summary>
    public static Task<Delivery> SendAsync(this FakeTeamsServer teams, JsonObject activity)
        => teams.Deliveries.SendAsync(new Outgoing(OutgoingKind.Event, activity["id"]!.GetValue<string>(), activity));

    private static TeamsChat ChatOf(this Person person, string conversation)
        => person.Server.World.FindChat(conversation) ?? throw new InvalidOperationException($"There is no {conversation}.");

    private static void Show(this Person person, InvokeAnswer answer)
    {
        if (answer.Card is { } card)
        {
            person.Server.World.Note(ChangeKind.Shown, new Message(card.Conversation, "", null, CardOnly(card)));
        }
    }

    private static JsonElement CardOnly(Card card) => Frozen.Of(new JsonObject
    {
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = Card.ContentType, ["content"] = Activities.Node(card.Json) }),
    });
}
