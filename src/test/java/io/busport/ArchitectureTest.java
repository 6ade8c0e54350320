package io.busport;

import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;

/** The rules that the map in {@code io.busport}'s package-info draws. */
@AnalyzeClasses(packages = "io.busport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLI = "io.busport.cli..";
    private static final String ROOT = "io.busport";

    @ArchTest
    static final ArchRule dependencies_point_down = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy(CLI)
            .layer("root")
            .definedBy(ROOT)
            .layer("ops")
            .definedBy("io.busport.ops..")
            .layer("cluster")
            .definedBy("io.busport.cluster..")
            .layer("routing")
            .definedBy("io.busport.routing..")
            .layer("connection")
            .definedBy("io.busport.connection..")
            .layer("client")
            .definedBy("io.busport.client..")
            .layer("bench")
            .definedBy("io.busport.bench..")
            .layer("prove")
            .definedBy("io.busport.prove..")
            .layer("doctor")
            .definedBy("io.busport.doctor..")
            .layer("explain")
            .definedBy("io.busport.explain..")
            .layer("top")
            .definedBy("io.busport.top..")
            .layer("session")
            .definedBy("io.busport.session..")
            .layer("wire")
            .definedBy("io.busport.wire..")
            .layer("service")
            .definedBy("io.busport.service..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("ops")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("cli", "root", "ops")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("root", "cluster")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("root", "ops", "explain")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("cli", "root", "bench", "prove", "doctor", "explain")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("prove")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("doctor")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("explain")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("top")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("root", "ops", "cluster", "routing", "connection", "client")
            .whereLayer("service")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching("io.busport.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule wire_and_session_know_neither_sockets_nor_the_bus = noClasses()
            .that()
            .resideInAnyPackage("io.busport.wire..", "io.busport.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.net..", "io.vertx.core.eventbus..", "io.netty..");

    @ArchTest
    static final ArchRule connection_and_routing_meet_only_in_session = noClasses()
            .that()
            .resideInAPackage("io.busport.connection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.busport.routing..", "io.vertx.core.eventbus..");

    @ArchTest
    static final ArchRule routing_knows_no_sockets = noClasses()
            .that()
            .resideInAPackage("io.busport.routing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.busport.connection..", "io.vertx.core.net..", "io.netty..");

    @ArchTest
    static final ArchRule wire_knows_nothing_else_of_ours = knowsOnly("io.busport.wire..");

    @ArchTest
    static final ArchRule session_knows_only_wire = knowsOnly("io.busport.session..", "io.busport.wire..");

    @ArchTest
    static final ArchRule config_is_a_leaf = knowsOnly("io.busport.config..");

    @ArchTest
    static final ArchRule nat_is_a_leaf = knowsOnly("io.busport.nat..", "io.busport.config..");

    @ArchTest
    static final ArchRule security_is_a_leaf = knowsOnly("io.busport.security..", "io.busport.config..");

    @ArchTest
    static final ArchRule services_know_nothing_of_the_gateway = knowsOnly("io.busport.service..");

    @ArchTest
    static final ArchRule the_load_generator_knows_nothing_of_the_gateway =
            knowsOnly("io.busport.bench..", "io.busport.wire..", "io.busport.client..", "io.busport.security.tls..");

    @ArchTest
    static final ArchRule a_proof_knows_the_gateway_only_from_outside = knowsOnly(
            "io.busport.prove..",
            "io.busport.client..",
            "io.busport.wire..",
            "io.busport.nat..",
            "io.busport.security.tls..");

    @ArchTest
    static final ArchRule a_doctor_knows_the_gateway_only_from_outside = knowsOnly(
            "io.busport.doctor..",
            "io.busport.client..",
            "io.busport.wire..",
            "io.busport.nat..",
            "io.busport.security.tls..",
            "io.busport.config..");

    @ArchTest
    static final ArchRule who_watches_a_gateway_knows_it_only_from_outside = knowsOnly("io.busport.top..");

    @ArchTest
    static final ArchRule nothing_is_synchronized = methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule nothing_locks =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule only_the_command_line_waits = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep"))))
            .orShould()
            .callMethod(Future.class, "await");

    /** The classes of the first package use, of Busport, nothing but these packages. */
    private static ArchRule knowsOnly(String... packages) {
        return classes()
                .that()
                .resideInAPackage(packages[0])
                .should()
                .onlyDependOnClassesThat(or(resideOutsideOfPackage("io.busport.."), resideInAnyPackage(packages)));
    }
}
