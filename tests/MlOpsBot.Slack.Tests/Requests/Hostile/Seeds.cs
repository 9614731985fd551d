namespace MlOpsBot.Slack.Tests.Requests.Hostile;

/// <summary>Requests as Slack makes them, from which hostile ones are made. ID stands where each has an id of its own, TEAM for the workspace.</summary>
internal static class Seeds
{
    /// <summary>A place that Slack does not know: an answer is refused at once, and costs the proof no time.</summary>
    private const string Channel = "C0NOWHERE";

    public static string[] Events { get; } =
    [
        Event("\"type\":\"app_mention\",\"user\":\"U1\",\"user_team\":\"TEAM\",\"channel\":\"" + Channel + "\",\"ts\":\"17000.ID\",\"text\":\"<@UBOT> who owns drift?\""),
        Event("\"type\":\"message\",\"channel_type\":\"im\",\"user\":\"U1\",\"channel\":\"D0NOWHERE\",\"ts\":\"17000.ID\",\"text\":\"data quality\",\"blocks\":[{\"type\":\"rich_text\",\"elements\":[]}]"),
        Event("\"type\":\"message\",\"channel_type\":\"channel\",\"user\":\"U1\",\"channel\":\"" + Channel + "\",\"ts\":\"17000.ID\",\"thread_ts\":\"1.1\",\"text\":\"and she?\""),
        Event("\"type\":\"message\",\"subtype\":\"message_changed\",\"hidden\":true,\"channel\":\"" + Channel + "\",\"ts\":\"17000.ID\",\"message\":{\"user\":\"U1\",\"text\":\"x\"}"),
        Event("\"type\":\"tokens_revoked\",\"tokens\":{\"oauth\":[\"U1\"],\"bot\":[]}"),
    ];

    public static string[] Interactions { get; } =
    [
        Interaction("\"type\":\"block_actions\",\"container\":{\"type\":\"message\",\"message_ts\":\"1.ID\",\"channel_id\":\"" + Channel + "\",\"is_ephemeral\":true},\"channel\":{\"id\":\"" + Channel + "\"},"
            + "\"actions\":[{\"type\":\"button\",\"action_id\":\"open:0\",\"block_id\":\"b\",\"value\":\"{\\\"t\\\":\\\"role:data-engineer\\\",\\\"k\\\":\\\"1\\\"}\",\"action_ts\":\"17000.ID\"}]"),
        Interaction("\"type\":\"block_actions\",\"container\":{\"type\":\"view\",\"view_id\":\"VID\"},\"view\":{\"id\":\"VID\",\"type\":\"home\",\"hash\":\"h\",\"state\":{\"values\":{}}},"
            + "\"actions\":[{\"type\":\"static_select\",\"action_id\":\"home:menu\",\"selected_option\":{\"value\":\"x\"},\"action_ts\":\"17000.ID\"}]"),
        Interaction("\"type\":\"view_submission\",\"view\":{\"id\":\"VID\",\"hash\":\"h\",\"callback_id\":\"why\",\"private_metadata\":\"x\",\"state\":{\"values\":{\"b\":{\"why:text\":{\"type\":\"plain_text_input\",\"value\":\"x\"}}}}}"),
        Interaction("\"type\":\"message_action\",\"callback_id\":\"who_owns_this\",\"action_ts\":\"17000.ID\",\"message_ts\":\"1.ID\",\"channel\":{\"id\":\"" + Channel + "\"},\"message\":{\"ts\":\"1.ID\",\"text\":\"drift\"}"),
        Interaction("\"type\":\"view_closed\",\"view\":{\"id\":\"VID\"}"),
    ];

    public static string[] Commands { get; } =
    [
        Command("who+owns+model+monitoring%3F"),
        Command("compare+data+engineer%2C+ml+engineer"),
        Command("Gr%C3%B6%C3%9Fe+%F0%9F%98%80+%3C%21channel%3E"),
        Command(""),
    ];


    private static string Event(string body) =>
        """{"token":"x","type":"event_callback","event_id":"EvID","event_time":1700000000,"team_id":"TEAM","api_app_id":"A1","""
        + """ "authorizations":[{"enterprise_id":null,"team_id":"TEAM","user_id":"UBOT","is_bot":true,"is_enterprise_install":false}],"event":{"""
        + body + "}}";

    private static string Interaction(string body) =>
        """{"user":{"id":"U1","username":"u","team_id":"TEAM"},"team":{"id":"TEAM","domain":"t"},"enterprise":null,"api_app_id":"A1","trigger_id":"13.ID","""
        + """ "response_url":"http://127.0.0.1:9/actions/1","""
        + body + "}";

    private static string Command(string text) =>
        $"token=x&team_id=TEAM&team_domain=t&channel_id={Channel}&channel_name=c&user_id=U1&user_name=u&command=%2Fmlops&text={text}&api_app_id=A1&response_url=http%3A%2F%2F127.0.0.1%3A9%2Fcommands%2F1&trigger_id=13.ID";
}
