import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads what went to a NiFi and came from it into the classes that NiFi itself reads and writes, and objects to fields
 * that they do not have, to values of another type, and to exchanges of which it knows no class.
 *
 * <p>Usage: java -cp 'FOLDER/*' NifiClasses.java FILE, where the folder holds nifi-client-dto and Jackson, and the file
 * [{"line": "GET /flow/about", "sent": null, "status": 200, "answer": {…}}, …]. Prints one line for each objection, and
 * "N bodies read" at the end.
 */
public class NifiClasses {
    /** Of a request: method, path, class of what is sent ("-": nothing), class of the answer. The first that fits. */
    private static final String EXCHANGES = """
        GET    /flow/about                                        -                              AboutEntity
        GET    /flow/cluster/summary                              -                              ClusterSummaryEntity
        GET    /flow/current-user                                 -                              CurrentUserEntity
        GET    /flow/search-results                               -                              SearchResultsEntity
        GET    /flow/processor-types                              -                              ProcessorTypesEntity
        GET    /flow/controller-service-types                     -                              ControllerServiceTypesEntity
        GET    /flow/bulletin-board                               -                              BulletinBoardEntity
        GET    /flow/parameter-contexts                           -                              ParameterContextsEntity
        GET    /flow/process-groups/ID                            -                              ProcessGroupFlowEntity
        PUT    /flow/process-groups/ID                            ScheduleComponentsEntity       ScheduleComponentsEntity
        GET    /flow/process-groups/ID/status                     -                              ProcessGroupStatusEntity
        GET    /flow/process-groups/ID/controller-services        -                              ControllerServicesEntity
        PUT    /flow/process-groups/ID/controller-services        ActivateControllerServicesEntity ActivateControllerServicesEntity
        GET    /system-diagnostics                                -                              SystemDiagnosticsEntity
        GET    /process-groups/replace-requests/ID                -                              ProcessGroupReplaceRequestEntity
        DELETE /process-groups/replace-requests/ID                -                              ProcessGroupReplaceRequestEntity
        GET    /process-groups/ID                                 -                              ProcessGroupEntity
        PUT    /process-groups/ID                                 ProcessGroupEntity             ProcessGroupEntity
        DELETE /process-groups/ID                                 -                              ProcessGroupEntity
        POST   /process-groups/ID/process-groups                  ProcessGroupEntity             ProcessGroupEntity
        GET    /process-groups/ID/download                        -                              org.apache.nifi.registry.flow.RegisteredFlowSnapshot
        GET    /process-groups/ID/processors                      -                              ProcessorsEntity
        POST   /process-groups/ID/replace-requests                ProcessGroupImportEntity       ProcessGroupReplaceRequestEntity
        POST   /process-groups/ID/empty-all-connections-requests  -                              DropRequestEntity
        GET    /processors/ID                                     -                              ProcessorEntity
        PUT    /processors/ID/run-status                          ProcessorRunStatusEntity       ProcessorEntity
        GET    /controller-services/ID                            -                              ControllerServiceEntity
        PUT    /controller-services/ID/run-status                 ControllerServiceRunStatusEntity ControllerServiceEntity
        POST   /parameter-contexts                                ParameterContextEntity         ParameterContextEntity
        GET    /parameter-contexts/ID                             -                              ParameterContextEntity
        DELETE /parameter-contexts/ID                             -                              ParameterContextEntity
        POST   /parameter-contexts/ID/update-requests             ParameterContextEntity         ParameterContextUpdateRequestEntity
        GET    /parameter-contexts/ID/update-requests/ID          -                              ParameterContextUpdateRequestEntity
        DELETE /parameter-contexts/ID/update-requests/ID          -                              ParameterContextUpdateRequestEntity
        POST   /flowfile-queues/ID/listing-requests               -                              ListingRequestEntity
        GET    /flowfile-queues/ID/listing-requests/ID            -                              ListingRequestEntity
        DELETE /flowfile-queues/ID/listing-requests/ID            -                              ListingRequestEntity
        GET    /flowfile-queues/ID/flowfiles/ID                   -                              FlowFileEntity
        """;

    private record Exchange(String pattern, String sent, String answer) {}

    private static final List<Exchange> exchanges = EXCHANGES.lines().map(line -> {
        String[] words = line.trim().split("\\s+");
        return new Exchange(words[0] + " " + words[1].replace("/ID", "/[^/]+"), words[2], words[3]);
    }).toList();

    public static void main(String[] arguments) throws Exception {
        JsonMapper mapper = mapper();
        int read = 0;
        for (JsonNode told : mapper.readTree(new File(arguments[0]))) {
            String line = told.get("line").asText();
            Exchange exchange = exchanges.stream().filter(known -> line.matches(known.pattern())).findFirst().orElse(null);
            if (exchange == null) System.out.println(line + ": no class is known for it");
            else {
                read += check(mapper, line + " sends", exchange.sent(), told.get("sent"));
                read += check(mapper, line + " answers", exchange.answer(), told.get("answer"));
            }
        }
        System.out.println(read + " bodies read");
    }

    /** @return how many bodies were read: 1 or none */
    private static int check(JsonMapper mapper, String what, String entity, JsonNode body) throws Exception {
        if (body.isNull()) return 0;
        if (entity.equals("-")) System.out.println(what + ": NiFi expects nothing here");
        else {
            try {
                mapper.readValue(mapper.writeValueAsString(body), classOf(entity));
            } catch (JsonMappingException exception) {
                System.out.println(what + " " + entity + pathOf(exception) + ": " + exception.getOriginalMessage().lines().findFirst().orElse(""));
            }
        }
        return 1;
    }

    /** NiFi 1 misspells the one name. */
    private static Class<?> classOf(String entity) throws ClassNotFoundException {
        String name = entity.contains(".") ? "" : "org.apache.nifi.web.api.entity.";
        try {
            return Class.forName(name + entity);
        } catch (ClassNotFoundException exception) {
            return Class.forName(name + entity.replace("ClusterSummary", "ClusteSummary"));
        }
    }

    private static String pathOf(JsonMappingException exception) {
        return exception.getPath().stream()
            .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
            .collect(Collectors.joining());
    }

    /** As NiFi's own reads, by the annotations that its classes carry, but lenient in nothing. */
    private static JsonMapper mapper() throws Exception {
        JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
        mapper.coercionConfigFor(LogicalType.Textual)
            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.setAnnotationIntrospector(annotations());
        return mapper;
    }

    /** javax.xml.bind in NiFi 1, jakarta.xml.bind in NiFi 2. */
    private static AnnotationIntrospector annotations() throws Exception {
        List<Exception> missing = new ArrayList<>();
        for (String name : List.of("jaxb.JaxbAnnotationIntrospector", "jakarta.xmlbind.JakartaXmlBindAnnotationIntrospector")) {
            try {
                Class<?> found = Class.forName("com.fasterxml.jackson.module." + name);
                return (AnnotationIntrospector) found.getConstructor(TypeFactory.class).newInstance(TypeFactory.defaultInstance());
            } catch (ClassNotFoundException exception) {
                missing.add(exception);
            }
        }
        throw missing.get(0);
    }
}
